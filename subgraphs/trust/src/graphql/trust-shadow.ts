import { refusalType } from '@praetor/subgraph/builder';
import { costs, ofAtMost, requires } from '@praetor/subgraph/declare';
import { enumValues, expectedVersion, idempotencyKey, oneOf } from '@praetor/subgraph/fields';
import {
  startTrustShadow,
  startTrustShadowRefusals,
  stopTrustShadow,
  stopTrustShadowRefusals,
} from '../commands/change-shadow.ts';
import type { TrustShadowRow } from '../db/trust-shadow.entity.ts';
import { actions, decisionOutcomes, tiers } from '../domain/model.ts';
import { shadowEnds, ShadowNotRunning, ShadowRunning, shadowStates } from '../domain/shadow.ts';
import { agreementOf, shadowsPage, shadowWithId, tierMovesOf, verdictsOf } from '../queries/shadows-page.ts';
import { Account } from './account.ts';
import { builder } from './builder.ts';
import { TrustShare, TrustTierMove, TrustVerdictMove } from './trust-statistics.ts';

refusalType(builder, ShadowRunning, 'TrustShadowRunning', 'Another model runs in the shadow of the live one.');
refusalType(builder, ShadowNotRunning, 'TrustShadowNotRunning', 'The shadow ended.');

const TrustShadowState = builder.enumType('TrustShadowState', { values: enumValues(shadowStates) });
const TrustShadowEnd = builder.enumType('TrustShadowEnd', {
  description: '`PUBLISHED`, `ROLLED_BACK`: another model went live.',
  values: enumValues(shadowEnds),
});

export const TrustShadow = builder.objectRef<TrustShadowRow>('TrustShadow').implement({
  description: 'A draft that runs beside the live model: what it would have answered, and never did.',
  fields: (t) => ({
    id: t.exposeID('id'),
    modelId: t.exposeID('modelId'),
    state: t.expose('state', { type: TrustShadowState }),
    draftHash: t.exposeString('draftHash', { description: 'SHA-256 of the model that runs; the draft may have changed since.' }),
    agreement: t.field({
      type: TrustShare,
      description: 'Of the decisions since it began, how many it would have made alike.',
      resolve: (shadow) => agreementOf(shadow),
    }),
    verdicts: t.field({
      type: [TrustVerdictMove],
      ...ofAtMost(actions.length * decisionOutcomes.length ** 2),
      description: 'Decisions by what was answered and what it would have answered, the most first.',
      resolve: (shadow) => verdictsOf(shadow),
    }),
    tierMoves: t.field({
      type: [TrustTierMove],
      ...costs(10),
      ...ofAtMost(tiers.length ** 2),
      description: 'The accounts it has looked at, by tier under the live model and under it, the most first.',
      resolve: (shadow, _, { room }) => tierMovesOf(room, shadow),
    }),
    startedBy: t.field({ type: Account, resolve: ({ startedById }) => ({ id: startedById }) }),
    startedAt: t.expose('startedAt', { type: 'DateTime' }),
    endedAt: t.expose('endedAt', { type: 'DateTime', nullable: true }),
    endedWhy: t.expose('endedWhy', { type: TrustShadowEnd, nullable: true }),
    version: t.exposeInt('version', { description: 'Pass it as `expectedVersion` to act only on what you saw.' }),
  }),
});
const TrustShadowConnection = builder.connectionObject({ type: TrustShadow, name: 'TrustShadowConnection' });

const StartInput = builder.inputType('StartTrustShadowInput', {
  fields: (t) => ({ modelId: t.id({ required: true }), reason: t.string(), idempotencyKey: idempotencyKey(t) }),
});
const StopInput = builder.inputType('StopTrustShadowInput', {
  fields: (t) => ({
    shadowId: t.id({ required: true }),
    reason: t.string(),
    expectedVersion: expectedVersion(t),
    idempotencyKey: idempotencyKey(t),
  }),
});

const editor = { type: TrustShadow, nullable: true as const, ...requires('trust:model') };
builder.mutationFields((t) => ({
  startTrustShadow: t.field({
    ...editor,
    description:
      'Has a draft run beside the live model, as it is now. It decides nothing, and ends when another model goes live.',
    errors: oneOf(startTrustShadowRefusals),
    args: { input: t.arg({ type: StartInput, required: true }) },
    resolve: (_, { input }, { room }) => startTrustShadow(room, input),
  }),
  stopTrustShadow: t.field({
    ...editor,
    description: 'Ends a shadow. What it found stays for 30 days.',
    errors: oneOf(stopTrustShadowRefusals),
    args: { input: t.arg({ type: StopInput, required: true }) },
    resolve: (_, { input }, { room }) => stopTrustShadow(room, input),
  }),
}));

builder.queryFields((t) => ({
  trustShadows: t.connection(
    {
      type: TrustShadow,
      nullable: true,
      description: 'Drafts that run or ran beside the live model, newest first: of the tenant, or of one version.',
      ...requires('trust:read'),
      args: { modelId: t.arg.id() },
      resolve: (_, { modelId, ...page }, { room }) =>
        shadowsPage(room, page, { modelId: modelId == null ? null : String(modelId) }),
    },
    TrustShadowConnection,
  ),
  trustShadow: t.field({
    type: TrustShadow,
    nullable: true,
    ...requires('trust:read'),
    args: { id: t.arg.id({ required: true }) },
    resolve: (_, { id }, { room }) => shadowWithId(room, String(id)),
  }),
}));

import { refusalType } from '@praetor/subgraph/builder';
import { requires } from '@praetor/subgraph/declare';
import { enumValues, expectedVersion, idempotencyKey, oneOf } from '@praetor/subgraph/fields';
import { ProposalClosed, SecondPersonNeeded } from '@praetor/kernel/four-eyes';
import {
  approveTrustOverride,
  approveTrustOverrideRefusals,
  rejectTrustOverride,
  rejectTrustOverrideRefusals,
  revokeTrustOverride,
  revokeTrustOverrideRefusals,
  withdrawTrustOverride,
  withdrawTrustOverrideRefusals,
} from '../commands/decide-override.ts';
import { overrideTrust, overrideTrustRefusals } from '../commands/override-trust.ts';
import type { TrustOverrideRow } from '../db/trust-override.entity.ts';
import { OverrideNotActive, OverridePending, overrideEnds, overrideStates } from '../domain/override.ts';
import { overridesPage } from '../queries/overrides-page.ts';
import { Account } from './account.ts';
import { builder } from './builder.ts';
import { TrustRiskLevel, TrustTier } from './trust-tier.ts';

refusalType(builder, OverrideNotActive, 'TrustOverrideNotActive', 'The override does not hold.');
refusalType(builder, OverridePending, 'TrustOverridePending', 'Another override of the account waits for a second person.');
refusalType(builder, SecondPersonNeeded, 'SecondPersonNeeded', 'Whoever asked, or is concerned, does not decide.');
refusalType(builder, ProposalClosed, 'ProposalClosed', 'The request was decided, withdrawn, or nobody decided in time.');

const TrustOverrideState = builder.enumType('TrustOverrideState', {
  description: '`PENDING`: a second person has to agree. `DECLINED`: it never held.',
  values: enumValues(overrideStates),
});
const TrustOverrideEnd = builder.enumType('TrustOverrideEnd', { values: enumValues(overrideEnds) });

export const TrustOverride = builder.objectRef<TrustOverrideRow>('TrustOverride').implement({
  description: 'What staff decided against the model for one account, for a while.',
  fields: (t) => ({
    id: t.exposeID('id'),
    account: t.field({ type: Account, resolve: ({ accountId }) => ({ id: accountId }) }),
    state: t.expose('state', { type: TrustOverrideState }),
    tier: t.expose('tier', { type: TrustTier }),
    riskLevel: t.expose('riskLevel', { type: TrustRiskLevel, nullable: true, description: 'Null leaves risk to the model.' }),
    reason: t.exposeString('reason'),
    until: t.expose('until', { type: 'DateTime' }),
    needsApproval: t.exposeBoolean('needsApproval', { description: 'A second person has to agree before it holds.' }),
    requestedBy: t.field({ type: Account, resolve: ({ requestedById }) => ({ id: requestedById }) }),
    requestedAt: t.expose('requestedAt', { type: 'DateTime' }),
    decideBy: t.expose('decideBy', { type: 'DateTime', description: 'When it is declined if nobody has agreed.' }),
    decidedBy: t.field({
      type: Account,
      nullable: true,
      resolve: ({ decidedById }) => (decidedById ? { id: decidedById } : null),
    }),
    decidedAt: t.expose('decidedAt', { type: 'DateTime', nullable: true }),
    decisionReason: t.exposeString('decisionReason', { nullable: true }),
    endedAt: t.expose('endedAt', { type: 'DateTime', nullable: true }),
    endedWhy: t.expose('endedWhy', { type: TrustOverrideEnd, nullable: true }),
    version: t.exposeInt('version', { description: 'Pass it as `expectedVersion` to act only on what you saw.' }),
  }),
});
const TrustOverrideConnection = builder.connectionObject({ type: TrustOverride, name: 'TrustOverrideConnection' });

type InputFields = PothosSchemaTypes.InputFieldBuilder<(typeof builder)['$inferSchemaTypes'], 'InputObject'>;
const onOverride = (t: InputFields) => ({
  overrideId: t.id({ required: true }),
  expectedVersion: expectedVersion(t),
  idempotencyKey: idempotencyKey(t),
});

const OverrideTrustInput = builder.inputType('OverrideTrustInput', {
  fields: (t) => ({
    accountId: t.id({ required: true }),
    tier: t.field({ type: TrustTier, required: true }),
    riskLevel: t.field({ type: TrustRiskLevel, description: 'Null leaves risk to the model.' }),
    until: t.field({ type: 'DateTime', required: true, description: 'Within a year.' }),
    reason: t.string({ required: true }),
    idempotencyKey: idempotencyKey(t),
  }),
});
const ApproveInput = builder.inputType('ApproveTrustOverrideInput', {
  fields: (t) => ({ ...onOverride(t), reason: t.string() }),
});
const RejectInput = builder.inputType('RejectTrustOverrideInput', {
  fields: (t) => ({ ...onOverride(t), reason: t.string({ required: true }) }),
});
const WithdrawInput = builder.inputType('WithdrawTrustOverrideInput', { fields: onOverride });
const RevokeInput = builder.inputType('RevokeTrustOverrideInput', {
  fields: (t) => ({ ...onOverride(t), reason: t.string({ required: true }) }),
});

const staff = { type: TrustOverride, nullable: true as const, ...requires('trust:override') };
builder.mutationFields((t) => ({
  overrideTrust: t.field({
    ...staff,
    description: 'Decides against the model for a while; at once, or when a second person agrees: giving much takes two.',
    errors: oneOf(overrideTrustRefusals),
    args: { input: t.arg({ type: OverrideTrustInput, required: true }) },
    resolve: (_, { input }, { room }) => overrideTrust(room, input),
  }),
  approveTrustOverride: t.field({
    ...staff,
    description: 'A second person agrees: it holds from now on.',
    errors: oneOf(approveTrustOverrideRefusals),
    args: { input: t.arg({ type: ApproveInput, required: true }) },
    resolve: (_, { input }, { room }) => approveTrustOverride(room, input),
  }),
  rejectTrustOverride: t.field({
    ...staff,
    description: 'A second person says no.',
    errors: oneOf(rejectTrustOverrideRefusals),
    args: { input: t.arg({ type: RejectInput, required: true }) },
    resolve: (_, { input }, { room }) => rejectTrustOverride(room, input),
  }),
  withdrawTrustOverride: t.field({
    ...staff,
    description: 'Whoever asked takes it back.',
    errors: oneOf(withdrawTrustOverrideRefusals),
    args: { input: t.arg({ type: WithdrawInput, required: true }) },
    resolve: (_, { input }, { room }) => withdrawTrustOverride(room, input),
  }),
  revokeTrustOverride: t.field({
    ...staff,
    description: 'Ends one that holds: the model judges again.',
    errors: oneOf(revokeTrustOverrideRefusals),
    args: { input: t.arg({ type: RevokeInput, required: true }) },
    resolve: (_, { input }, { room }) => revokeTrustOverride(room, input),
  }),
}));

builder.queryFields((t) => ({
  trustOverrides: t.connection(
    {
      type: TrustOverride,
      nullable: true,
      description: 'What staff decided against the model, newest first.',
      ...requires('trust:read'),
      args: { accountId: t.arg.id(), state: t.arg({ type: TrustOverrideState }) },
      resolve: (_, { accountId, state, ...page }, { room }) =>
        overridesPage(room, page, { accountId: accountId == null ? null : String(accountId), state }),
    },
    TrustOverrideConnection,
  ),
}));

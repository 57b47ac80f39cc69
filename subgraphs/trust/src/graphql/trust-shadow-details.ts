import { requires } from '@praetor/subgraph/declare';
import type { ShadowDecisionRow } from '../db/shadow-decision.entity.ts';
import type { ShadowProfileRow } from '../db/shadow-profile.entity.ts';
import { shadowDecisionsPage, shadowProfilesPage } from '../queries/shadows-page.ts';
import { Account } from './account.ts';
import { builder } from './builder.ts';
import { TrustAction, TrustOutcome } from './trust-decision.ts';
import { TrustTier } from './trust-tier.ts';

const TrustShadowDecision = builder.objectRef<ShadowDecisionRow>('TrustShadowDecision').implement({
  description: 'What was answered, and what a shadow would have answered.',
  fields: (t) => ({
    decisionId: t.exposeID('decisionId'),
    account: t.field({
      type: Account,
      nullable: true,
      resolve: ({ accountId }) => (accountId ? { id: accountId } : null),
    }),
    action: t.expose('action', { type: TrustAction }),
    live: t.expose('live', { type: TrustOutcome }),
    draft: t.expose('draft', { type: TrustOutcome }),
    liveScore: t.exposeInt('liveScore'),
    draftScore: t.exposeInt('draftScore'),
    liveTier: t.expose('liveTier', { type: TrustTier }),
    draftTier: t.expose('draftTier', { type: TrustTier }),
    agreed: t.exposeBoolean('agreed'),
  }),
});
const TrustShadowDecisionConnection = builder.connectionObject({
  type: TrustShadowDecision,
  name: 'TrustShadowDecisionConnection',
});

const TrustShadowProfile = builder.objectRef<ShadowProfileRow>('TrustShadowProfile').implement({
  description: 'What a shadow makes of an account, beside what the live model makes of it.',
  fields: (t) => ({
    account: t.field({ type: Account, resolve: ({ accountId }) => ({ id: accountId }) }),
    liveScore: t.exposeInt('liveScore'),
    draftScore: t.exposeInt('draftScore'),
    liveTier: t.expose('liveTier', { type: TrustTier }),
    draftTier: t.expose('draftTier', { type: TrustTier }),
    agreed: t.exposeBoolean('agreed', { description: 'On the tier.' }),
  }),
});
const TrustShadowProfileConnection = builder.connectionObject({
  type: TrustShadowProfile,
  name: 'TrustShadowProfileConnection',
});

builder.queryFields((t) => ({
  trustShadowDecisions: t.connection(
    {
      type: TrustShadowDecision,
      nullable: true,
      description: 'Decisions beside what a shadow would have answered, newest first.',
      ...requires('trust:model'),
      args: { shadowId: t.arg.id({ required: true }), agreed: t.arg.boolean() },
      resolve: (_, { shadowId, agreed, ...page }, { room }) =>
        shadowDecisionsPage(room, page, { shadowId: String(shadowId), agreed }),
    },
    TrustShadowDecisionConnection,
  ),
  trustShadowProfiles: t.connection(
    {
      type: TrustShadowProfile,
      nullable: true,
      description: 'Accounts beside what a shadow makes of them, by their ids.',
      ...requires('trust:model'),
      args: { shadowId: t.arg.id({ required: true }), agreed: t.arg.boolean() },
      resolve: (_, { shadowId, agreed, ...page }, { room }) =>
        shadowProfilesPage(room, page, { shadowId: String(shadowId), agreed }),
    },
    TrustShadowProfileConnection,
  ),
}));

import { costs, ofAtMost, requires, signedIn } from '@praetor/subgraph/declare';
import { trustProfilesPage, trustSummary, type TierCount } from '../queries/profiles-page.ts';
import { tiers } from '../domain/model.ts';
import { builder } from './builder.ts';
import { TrustProfile, TrustProfileConnection } from './trust-profile.ts';
import { TrustTier } from './trust-tier.ts';

const TrustTierCount = builder.objectRef<TierCount>('TrustTierCount').implement({
  fields: (t) => ({ tier: t.expose('tier', { type: TrustTier }), count: t.exposeInt('count') }),
});

builder.queryFields((t) => ({
  trustProfile: t.field({
    type: TrustProfile,
    nullable: true,
    description: 'One account’s profile; null while nothing is known of it.',
    ...requires('trust:read'),
    args: { accountId: t.arg.id({ required: true }) },
    resolve: (_, { accountId }, { loaders }) => loaders.profile.load(String(accountId)),
  }),
  myTrust: t.field({
    type: TrustProfile,
    nullable: true,
    description: 'The caller’s own profile; null while nothing is known of them.',
    ...signedIn,
    resolve: (_, _args, { room, loaders }) => (room.actor.id === null ? null : loaders.profile.load(room.actor.id)),
  }),
  trustProfiles: t.connection(
    {
      type: TrustProfile,
      nullable: true,
      description: 'All profiles of the tenant, the least trusted first.',
      ...requires('trust:read'),
      args: { tier: t.arg({ type: TrustTier }) },
      resolve: (_, { tier, ...page }, { room }) => trustProfilesPage(room, page, { tier }),
    },
    TrustProfileConnection,
  ),
  trustSummary: t.field({
    type: [TrustTierCount],
    ...costs(10),
    ...ofAtMost(tiers.length),
    nullable: true,
    description: 'How many profiles are in each tier.',
    ...requires('trust:read'),
    resolve: (_, _args, { room }) => trustSummary(room),
  }),
}));

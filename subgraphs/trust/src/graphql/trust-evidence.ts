import { enumValues } from '@praetor/subgraph/fields';
import type { Counterfactual } from '../domain/counterfactual.ts';
import { linkKinds } from '../domain/fact.ts';
import { kinds, sides } from '../domain/signal.ts';
import type { StrongEvidence } from '../domain/strongest-evidence.ts';
import { Account } from './account.ts';
import { builder } from './builder.ts';
import { TrustTier } from './trust-tier.ts';

export const TrustSide = builder.enumType('TrustSide', {
  description: 'The role in which it acted.',
  values: enumValues(sides),
});
export const TrustSignalKind = builder.enumType('TrustSignalKind', { values: enumValues(kinds) });
const TrustLinkKind = builder.enumType('TrustLinkKind', {
  description: 'What two accounts have in common.',
  values: enumValues(linkKinds),
});

export const TrustEvidence = builder.objectRef<StrongEvidence>('TrustEvidence').implement({
  description: 'One thing that moved the score much: something done, an opinion, or what is shared with a suspect.',
  fields: (t) => ({
    kind: t.expose('kind', { type: TrustSignalKind, nullable: true, description: 'Null for a link.' }),
    side: t.expose('side', { type: TrustSide, nullable: true }),
    via: t.expose('via', { type: TrustLinkKind, nullable: true, description: 'What is shared, for a link.' }),
    account: t.field({
      type: Account,
      nullable: true,
      description: 'Whose opinion it is, or with whom something is shared.',
      resolve: ({ account }) => (account === null ? null : { id: account }),
    }),
    at: t.field({ type: 'DateTime', resolve: ({ at }) => new Date(at) }),
    weight: t.exposeFloat('weight', { description: 'What is left of it; against the account when negative.' }),
    eventId: t.exposeString('eventId', { description: 'The event that said so, as the audit log has it.' }),
  }),
});

const whats = ['deeds', 'verification', 'time'] as const;
const TrustChange = builder.enumType('TrustChange', {
  description:
    '`DEEDS`: so many more of these today. `VERIFICATION`: identified by documents. `TIME`: so many weeks of nothing else.',
  values: enumValues(whats),
});

export const TrustCounterfactual = builder.objectRef<Counterfactual>('TrustCounterfactual').implement({
  description: 'Something that would change the tier, and to what.',
  fields: (t) => ({
    what: t.expose('what', { type: TrustChange }),
    tier: t.expose('tier', { type: TrustTier }),
    kind: t.field({ type: TrustSignalKind, nullable: true, resolve: (one) => (one.what === 'deeds' ? one.kind : null) }),
    side: t.field({ type: TrustSide, nullable: true, resolve: (one) => (one.what === 'deeds' ? one.side : null) }),
    count: t.int({
      nullable: true,
      description: 'The fewest that do.',
      resolve: (one) => (one.what === 'deeds' ? one.count : null),
    }),
    weeks: t.int({ nullable: true, resolve: (one) => (one.what === 'time' ? one.weeks : null) }),
  }),
});

import { enumValues } from '@praetor/subgraph/fields';
import { driftLevels, type Drift } from '../domain/drift.ts';
import type { Factor } from '../domain/model.ts';
import type { Share } from '../domain/proportion.ts';
import type { Estimate } from '../domain/ranking.ts';
import type { TierMove, VerdictMove } from '../queries/shadows-page.ts';
import { builder } from './builder.ts';
import { TrustAction, TrustOutcome } from './trust-decision.ts';
import { TrustFactor } from './trust-profile.ts';
import { TrustTier } from './trust-tier.ts';

export const TrustShare = builder.objectRef<Share>('TrustShare').implement({
  description: 'So many among so many, with the interval of Wilson at 95 %. Null of nothing.',
  fields: (t) => ({
    of: t.exposeInt('of'),
    among: t.exposeInt('among'),
    share: t.exposeFloat('share', { nullable: true }),
    low: t.exposeFloat('low', { nullable: true }),
    high: t.exposeFloat('high', { nullable: true }),
  }),
});

export const TrustEstimate = builder.objectRef<Estimate>('TrustEstimate').implement({
  description: 'A figure with its interval at 95 % (DeLong); without one where there is too little to tell.',
  fields: (t) => ({
    value: t.exposeFloat('value'),
    low: t.exposeFloat('low', { nullable: true }),
    high: t.exposeFloat('high', { nullable: true }),
  }),
});

const TrustDriftLevel = builder.enumType('TrustDriftLevel', {
  description: 'Below 0.1 stable, from 0.25 on significant (Siddiqi 2006).',
  values: enumValues(driftLevels),
});
export const TrustDrift = builder.objectRef<Drift>('TrustDrift').implement({
  description: 'How far a distribution moved between two times.',
  fields: (t) => ({
    psi: t.exposeFloat('psi', { description: 'The population stability index.' }),
    level: t.expose('level', { type: TrustDriftLevel }),
  }),
});
export const TrustFactorDrift = builder.objectRef<Drift & { factor: Factor }>('TrustFactorDrift').implement({
  description: 'How far the points of a factor moved.',
  fields: (t) => ({
    factor: t.expose('factor', { type: TrustFactor }),
    psi: t.exposeFloat('psi'),
    level: t.expose('level', { type: TrustDriftLevel }),
  }),
});

export const TrustTierMove = builder.objectRef<TierMove>('TrustTierMove').implement({
  description: 'How many accounts the live model has in one tier, and the draft in another or the same.',
  fields: (t) => ({
    from: t.expose('from', { type: TrustTier }),
    to: t.expose('to', { type: TrustTier }),
    accounts: t.exposeInt('accounts'),
  }),
});
export const TrustVerdictMove = builder.objectRef<VerdictMove>('TrustVerdictMove').implement({
  description: 'How many questions the live model answers one way, and the draft another way or the same.',
  fields: (t) => ({
    action: t.expose('action', { type: TrustAction }),
    live: t.expose('live', { type: TrustOutcome }),
    draft: t.expose('draft', { type: TrustOutcome }),
    decisions: t.exposeInt('decisions'),
  }),
});

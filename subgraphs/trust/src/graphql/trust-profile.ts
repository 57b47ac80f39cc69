import { ofAtMost, requires } from '@praetor/subgraph/declare';
import { money } from '@praetor/kernel/money';
import { enumValues } from '@praetor/subgraph/fields';
import type { FactorPoints } from '../domain/explain.ts';
import { factors, paymentMethods, type Limits } from '../domain/model.ts';
import type { RecentSignal } from '../domain/remembered.ts';
import { changesOf, evidenceIn, type ProfileView } from '../queries/profile-view.ts';
import { Account } from './account.ts';
import { builder } from './builder.ts';
import { Money } from './money.ts';
import { TrustCounterfactual, TrustEvidence, TrustSide, TrustSignalKind } from './trust-evidence.ts';
import { TrustOverride } from './trust-override.ts';
import { TrustRiskLevel, TrustTier } from './trust-tier.ts';

export const TrustFactor = builder.enumType('TrustFactor', {
  description: 'What a score is made of. `START` is what everyone begins with.',
  values: enumValues(factors),
});
export const PaymentMethod = builder.enumType('TrustPaymentMethod', { values: enumValues(paymentMethods) });

export const TrustLimits = builder.objectRef<Limits>('TrustLimits').implement({
  description: 'What the marketplace should allow the account.',
  fields: (t) => ({
    maxOrder: t.field({
      type: [Money],
      ...ofAtMost(20),
      description: 'The most that one order may be worth, in each currency. Others are not known: have someone look.',
      resolve: ({ maxOrder }) => Object.entries(maxOrder).map(([currency, minor]) => money(BigInt(minor), currency)),
    }),
    couponEligible: t.exposeBoolean('couponEligible'),
    paymentMethods: t.field({ type: [PaymentMethod], resolve: ({ paymentMethods: allowed }) => [...allowed] }),
    payoutDelayDays: t.exposeInt('payoutDelayDays'),
    listingCap: t.exposeInt('listingCap'),
    manualReview: t.exposeBoolean('manualReview', { description: 'Someone should look before it does more.' }),
  }),
});

export const TrustFactorPoints = builder.objectRef<FactorPoints>('TrustFactorPoints').implement({
  description: 'What one factor adds to the score, or takes from it.',
  fields: (t) => ({
    factor: t.expose('factor', { type: TrustFactor }),
    side: t.expose('side', { type: TrustSide, nullable: true }),
    points: t.exposeInt('points'),
  }),
});

const TrustSignal = builder.objectRef<RecentSignal>('TrustSignal').implement({
  description: 'One thing that an event said of the account.',
  fields: (t) => ({
    kind: t.expose('kind', { type: TrustSignalKind }),
    side: t.expose('side', { type: TrustSide }),
    at: t.field({ type: 'DateTime', resolve: ({ at }) => new Date(at) }),
    strength: t.float({ description: '1 is a whole one.', resolve: ({ magnitude }) => magnitude / 1000 }),
    eventId: t.exposeString('eventId', { description: 'The event that said so, as the audit log has it.' }),
  }),
});

export const TrustProfile = builder.objectRef<ProfileView>('TrustProfile').implement({
  description: 'How far an account may be trusted, at `evaluatedAt`, by one version of the model, and why.',
  fields: (t) => ({
    account: t.field({ type: Account, resolve: ({ accountId }) => ({ id: accountId }) }),
    score: t.exposeInt('score', { description: '0 to 1000.' }),
    tier: t.expose('tier', { type: TrustTier }),
    riskLevel: t.expose('riskLevel', { type: TrustRiskLevel }),
    buyerScore: t.int({
      nullable: true,
      description: 'By conduct as a buyer alone.',
      resolve: ({ sideScores }) => sideScores.buyer,
    }),
    sellerScore: t.int({
      nullable: true,
      description: 'By conduct as a seller alone.',
      resolve: ({ sideScores }) => sideScores.seller,
    }),
    override: t.field({
      type: TrustOverride,
      nullable: true,
      description:
        'What staff decided against the model, while it holds: `tier` and `riskLevel` are theirs then, the score is not.',
      ...requires('trust:read'),
      resolve: ({ overridden }, _, { loaders }) => (overridden ? loaders.override.load(overridden.by.id) : null),
    }),
    earnedTier: t.field({
      type: TrustTier,
      description: 'The tier by the model alone.',
      resolve: ({ tier, overridden }) => overridden?.tier ?? tier,
    }),
    barred: t.exposeBoolean('barred', { description: 'Locked by staff, suspended or closed: it may do nothing.' }),
    limits: t.field({ type: TrustLimits, resolve: ({ limits }) => limits }),
    explanation: t.field({
      type: [TrustFactorPoints],
      ...ofAtMost(2 * factors.length),
      description: 'Points that sum up to the score, the strongest first.',
      resolve: ({ explanation }) => [...explanation],
    }),
    evidence: t.float({
      description: 'How much is known: decayed weight, for and against.',
      resolve: ({ evidence }) => evidence / 1000,
    }),
    recentSignals: t.field({
      type: [TrustSignal],
      ...ofAtMost(10),
      nullable: true,
      description: 'The latest, at most 10, newest first. For staff: it would teach how to look good.',
      ...requires('trust:read'),
      resolve: ({ recentSignals }) => [...recentSignals],
    }),
    strongestEvidence: t.field({
      type: [TrustEvidence],
      nullable: true,
      description: 'What weighs most, at most 10, the strongest first. For staff.',
      ...requires('trust:read'),
      ...ofAtMost(10),
      resolve: evidenceIn,
    }),
    whatWouldChange: t.field({
      type: [TrustCounterfactual],
      nullable: true,
      description: 'What would change the tier by the model: each is simulated, and does. For staff.',
      ...requires('trust:read'),
      ...ofAtMost(10),
      resolve: changesOf,
    }),
    modelVersion: t.exposeString('modelVersion'),
    evaluatedAt: t.expose('evaluatedAt', { type: 'DateTime', description: 'In the marketplace’s time: that of its events.' }),
    validUntil: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it is assessed anew if nothing happens. Null when time changes nothing any more.',
      resolve: ({ validUntilTime }) => validUntilTime,
    }),
    version: t.exposeInt('version'),
    updatedAt: t.expose('updatedAt', { type: 'DateTime' }),
  }),
});
export const TrustProfileConnection = builder.connectionObject({ type: TrustProfile, name: 'TrustProfileConnection' });

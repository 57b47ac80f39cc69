import { money, type Money } from '@praetor/kernel/money';
import type { HalfLife } from './decay.ts';
import type { Kind } from './signal.ts';

export const tiers = ['new', 'low', 'standard', 'trusted', 'preferred'] as const;
export type Tier = (typeof tiers)[number];

export const riskLevels = ['low', 'medium', 'high', 'critical'] as const;
export type RiskLevel = (typeof riskLevels)[number];

export const paymentMethods = ['prepaid', 'card', 'wallet', 'bankTransfer', 'cashOnDelivery', 'invoice'] as const;
export type PaymentMethod = (typeof paymentMethods)[number];

/** What explains a score to a person: kinds of signals under one heading. `start` is what every account begins with. */
export const factors = [
  'start',
  'orders',
  'payments',
  'refunds',
  'chargebacks',
  'coupons',
  'ratings',
  'disputes',
  'moderation',
  'devices',
  'security',
] as const;
export type Factor = (typeof factors)[number];

/** What the marketplace should allow. */
export interface Limits {
  readonly maxOrder: Money;
  readonly couponEligible: boolean;
  readonly paymentMethods: readonly PaymentMethod[];
  readonly payoutDelayDays: number;
  readonly listingCap: number;
  readonly manualReview: boolean;
}

/** How one kind of signal counts. */
export interface KindRule {
  readonly factor: Exclude<Factor, 'start'>;
  /** Speaks for the account when positive, against it when negative; per whole signal, undecayed. */
  readonly weight: number;
  readonly halfLife: HalfLife;
  /** Counts towards risk by itself, however good the rest is. */
  readonly severe: boolean;
}

/** Everything about scoring that may change without code. A version, once used, never changes. */
export interface Model {
  readonly version: string;
  readonly kinds: Readonly<Record<Kind, KindRule>>;
  /** Pseudo-evidence for and against that everyone begins with (Jøsang & Ismail, "The Beta Reputation System", 2002). */
  readonly prior: { readonly good: number; readonly bad: number };
  /** How much more the bad on one side weighs as far as the good lies on the other: fraud does not hide behind purchases. */
  readonly crossSide: number;
  /** Decayed weight that an account needs to be anything but new. */
  readonly leastEvidence: number;
  /** From which score on an account belongs to a tier; `low` needs none. */
  readonly tierFrom: Readonly<Record<'standard' | 'trusted' | 'preferred', number>>;
  /** Risk is at least this when the score is below, or severe evidence at or above. Worst first. */
  readonly risk: readonly {
    readonly level: Exclude<RiskLevel, 'low'>;
    readonly scoreBelow: number;
    readonly severeFrom: number;
  }[];
  readonly limits: Readonly<Record<Tier, Limits>>;
  /** What a risk level takes away from the tier's limits. */
  readonly restrictions: Readonly<
    Partial<
      Record<
        RiskLevel,
        Partial<Pick<Limits, 'couponEligible' | 'paymentMethods' | 'manualReview'>> & { readonly leastPayoutDelayDays: number }
      >
    >
  >;
  /** How many days an assessment holds, its own included, when nothing happens but time. They end at midnight UTC. */
  readonly validDays: number;
}

const rule = (factor: KindRule['factor'], weight: number, halfLife: HalfLife, severe = false): KindRule => ({
  factor,
  weight,
  halfLife,
  severe,
});

const eur = (minor: bigint): Money => money(minor, 'EUR');
const careful = ['prepaid', 'card'] as const;
const usual = ['prepaid', 'card', 'wallet', 'bankTransfer'] as const;

/** The first model. Good conduct is remembered for a year, trouble with devices and logins for weeks. */
const modelV1: Model = {
  version: 'v1',
  kinds: {
    orderCompleted: rule('orders', 1, 'long'),
    orderCancelled: rule('orders', -0.5, 'medium'),
    orderReturned: rule('orders', -0.25, 'medium'),
    orderFailed: rule('orders', -1, 'medium'),
    paymentSucceeded: rule('payments', 0.25, 'long'),
    paymentFailed: rule('payments', -0.5, 'short'),
    refundIssued: rule('refunds', -0.3, 'medium'),
    chargebackRaised: rule('chargebacks', -3, 'long', true),
    couponRedeemed: rule('coupons', 0.05, 'medium'),
    couponAbused: rule('coupons', -3, 'medium', true),
    ratedWell: rule('ratings', 0.5, 'long'),
    ratedBadly: rule('ratings', -1, 'long'),
    flagged: rule('moderation', -0.3, 'short'),
    warned: rule('moderation', -1, 'medium'),
    delisted: rule('moderation', -2, 'medium', true),
    suspended: rule('moderation', -8, 'long', true),
    reinstated: rule('moderation', 4, 'long'),
    disputeOpened: rule('disputes', -0.2, 'medium'),
    disputeAnsweredLate: rule('disputes', -0.3, 'medium'),
    disputeAnswerMissed: rule('disputes', -0.5, 'medium'),
    disputeWon: rule('disputes', 0.5, 'long'),
    disputeLost: rule('disputes', -2, 'long', true),
    newDevice: rule('devices', -0.1, 'short'),
    loginFailed: rule('security', -0.05, 'short'),
    locked: rule('security', -0.5, 'short'),
    sessionStolen: rule('security', -1, 'short', true),
  },
  prior: { good: 4, bad: 4 },
  crossSide: 1,
  leastEvidence: 3,
  tierFrom: { standard: 400, trusted: 700, preferred: 850 },
  risk: [
    { level: 'critical', scoreBelow: 200, severeFrom: 8 },
    { level: 'high', scoreBelow: 400, severeFrom: 4 },
    { level: 'medium', scoreBelow: 600, severeFrom: 1.5 },
  ],
  limits: {
    new: {
      maxOrder: eur(25_000n),
      couponEligible: true,
      paymentMethods: careful,
      payoutDelayDays: 14,
      listingCap: 10,
      manualReview: false,
    },
    low: {
      maxOrder: eur(5_000n),
      couponEligible: false,
      paymentMethods: ['prepaid'],
      payoutDelayDays: 30,
      listingCap: 5,
      manualReview: true,
    },
    standard: {
      maxOrder: eur(100_000n),
      couponEligible: true,
      paymentMethods: usual,
      payoutDelayDays: 7,
      listingCap: 100,
      manualReview: false,
    },
    trusted: {
      maxOrder: eur(500_000n),
      couponEligible: true,
      paymentMethods: [...usual, 'cashOnDelivery'],
      payoutDelayDays: 2,
      listingCap: 1_000,
      manualReview: false,
    },
    preferred: {
      maxOrder: eur(2_500_000n),
      couponEligible: true,
      paymentMethods,
      payoutDelayDays: 0,
      listingCap: 10_000,
      manualReview: false,
    },
  },
  restrictions: {
    high: { couponEligible: false, manualReview: true, leastPayoutDelayDays: 14 },
    critical: { couponEligible: false, manualReview: true, paymentMethods: ['prepaid'], leastPayoutDelayDays: 30 },
  },
  validDays: 1,
};

/** Every model that ever assessed a profile, so that each stored score can be derived again. */
const models: ReadonlyMap<string, Model> = new Map([[modelV1.version, modelV1]]);

/** The model that new assessments use. */
export const currentModel = modelV1;

export function modelOf(version: string): Model {
  const model = models.get(version);
  if (!model) throw new Error(`There is no trust model ${version}.`);
  return model;
}

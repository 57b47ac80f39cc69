import type { Money } from '@praetor/kernel/money';
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
  /** It is an opinion: weighed by the standing of whoever holds it, see `testimony.ts`. */
  readonly opinion?: true;
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
  /** Tiers follow only from what is vouched for by accounts of standing, or by the marketplace itself. */
  readonly vouched?: true;
  /** How many days an assessment holds, its own included, when nothing happens but time. They end at midnight UTC. */
  readonly validDays: number;
}

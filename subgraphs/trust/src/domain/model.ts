import type { HalfLife } from './decay.ts';
import type { LinkKind, VerificationLevel } from './fact.ts';
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
  'verification',
  'age',
  'links',
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

/** What the marketplace asks to be decided while someone waits. */
export const actions = ['checkout', 'coupon', 'payout', 'listing'] as const;
export type Action = (typeof actions)[number];

/** What may come of a question, the worse the later. `limit`: yes, within the limits. `review`: someone should look first. */
export const decisionOutcomes = ['allow', 'limit', 'review', 'deny'] as const;
export type DecisionOutcome = (typeof decisionOutcomes)[number];

/** A rule that the marketplace's staff add to the model: where `when` holds, the decision is at least `outcome`. */
export interface Condition {
  /** Names it in decisions, for good. */
  readonly name: string;
  /** In CEL (Common Expression Language), the part of it that `condition.ts` lets through. */
  readonly when: string;
  /** `allow` lifts limits; it lifts neither reviews nor denials. */
  readonly outcome: DecisionOutcome;
  /** For people. */
  readonly reason: string;
}

/** What the marketplace should allow. */
export interface Limits {
  /** In whole minor units, by currency (ISO 4217). What is not listed is not known. */
  readonly maxOrder: Readonly<Record<string, number>>;
  readonly couponEligible: boolean;
  readonly paymentMethods: readonly PaymentMethod[];
  readonly payoutDelayDays: number;
  readonly listingCap: number;
  readonly manualReview: boolean;
}

/** The same as the model states it: the order value once, in minor units of the first currency of the table. */
export type LimitsRule = Omit<Limits, 'maxOrder'> & { readonly maxOrder: number };

/** How one kind of signal counts. */
export interface KindRule {
  readonly factor: Exclude<Factor, 'start' | 'verification' | 'age' | 'links'>;
  /** Speaks for the account when positive, against it when negative; per whole signal, undecayed. */
  readonly weight: number;
  readonly halfLife: HalfLife;
  /** Counts towards risk by itself, however good the rest is. */
  readonly severe: boolean;
  /** It is an opinion: weighed by the standing of whoever holds it, see `testimony.ts`. */
  readonly opinion?: true;
}

/** Everything about scoring that may change without code: plain JSON. A version, once used, never changes. */
export interface Model {
  readonly version: string;
  readonly kinds: Readonly<Record<Kind, KindRule>>;
  /** Pseudo-evidence for and against that everyone begins with (Jøsang & Ismail, "The Beta Reputation System", 2002). */
  readonly prior: { readonly good: number; readonly bad: number };
  /** How much more the bad on one side weighs as far as the good lies on the other: fraud does not hide behind purchases. */
  readonly crossSide: number;
  /** Decayed weight in its favour that an account needs to be more than new. */
  readonly leastEvidence: number;
  /** From which score on an account belongs to a tier; `low` needs none. */
  readonly tierFrom: Readonly<Record<'standard' | 'trusted' | 'preferred', number>>;
  /** Risk is at least this when the score is below, or severe evidence at or above. Worst first. */
  readonly risk: readonly {
    readonly level: Exclude<RiskLevel, 'low'>;
    readonly scoreBelow: number;
    readonly severeFrom: number;
  }[];
  /** What is known of who someone is, beside what they did: weight in favour. */
  readonly anchors: {
    /** Vouched for by whoever verified, and lasting. */
    readonly verification: Readonly<Record<VerificationLevel, number>>;
    /** Approaches `most` with the days since the account is known, half of it after `halfDays`. Earns no tier: it costs nothing. */
    readonly age: { readonly most: number; readonly halfDays: number };
  };
  /** How much of another account's severe evidence goes over to one that came later and shares something with it. */
  readonly links: { readonly share: Readonly<Record<LinkKind, number>>; readonly halfLife: HalfLife; readonly most: number };
  /** Minor units of each currency for one of the first. Part of the version: limits do not move with the market by themselves. */
  readonly currencies: Readonly<Record<string, number>>;
  readonly limits: Readonly<Record<Tier, LimitsRule>>;
  /** What a risk level takes away from the tier's limits. */
  readonly restrictions: Readonly<
    Partial<
      Record<
        RiskLevel,
        Partial<Pick<LimitsRule, 'couponEligible' | 'paymentMethods' | 'manualReview'>> & {
          readonly leastPayoutDelayDays: number;
        }
      >
    >
  >;
  /** What is decided while someone waits. */
  readonly decisions: {
    /** From which risk on an action is denied, whatever the limits say. */
    readonly denyFrom: Readonly<Record<Action, Exclude<RiskLevel, 'low'> | null>>;
    /** How long a decision may be relied on. */
    readonly validMinutes: number;
  };
  /** What the marketplace adds; at most 50. None when left out. */
  readonly conditions?: readonly Condition[];
  /** How many days an assessment holds, its own included, when nothing happens but time. They end at midnight UTC. */
  readonly validDays: number;
}

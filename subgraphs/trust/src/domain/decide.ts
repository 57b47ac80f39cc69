import type { Assessment } from './assess.ts';
import { riskLevels, type Action, type Limits, type Model, type PaymentMethod } from './model.ts';

/** What may come of a question, the worse the later. `limit`: yes, within the limits. `review`: someone should look first. */
export const decisionOutcomes = ['allow', 'limit', 'review', 'deny'] as const;
export type DecisionOutcome = (typeof decisionOutcomes)[number];

/** Why: each with what it leads to. Public; never changes its meaning. */
const effects = {
  accountBarred: 'deny',
  riskTooHigh: 'deny',
  couponNotEligible: 'deny',
  listingCapReached: 'deny',
  manualReview: 'review',
  currencyUnknown: 'review',
  orderAboveLimit: 'limit',
  paymentMethodNotAllowed: 'limit',
  payoutDelayed: 'limit',
} as const satisfies Record<string, DecisionOutcome>;
export type DecisionReason = keyof typeof effects;
export const decisionReasons = Object.keys(effects) as DecisionReason[];

/** What the marketplace wants to let an account do. */
export interface Question {
  readonly action: Action;
  /** In whole minor units. */
  readonly amount: { readonly minor: number; readonly currency: string } | null;
  readonly paymentMethod: PaymentMethod | null;
  /** How many the seller has now. */
  readonly activeListings: number | null;
}

export interface Verdict {
  readonly outcome: DecisionOutcome;
  /** In a fixed order; none for a plain yes. */
  readonly reasons: readonly DecisionReason[];
}

/** The answer: pure in the assessment, the model and the question. */
export function decide(assessment: Assessment, model: Model, question: Question): Verdict {
  const { limits, barred } = assessment;
  const { action, activeListings } = question;
  const holds: Record<DecisionReason, boolean> = {
    accountBarred: barred,
    riskTooHigh: isTooHigh(assessment, model, action),
    couponNotEligible: action === 'coupon' && !limits.couponEligible,
    listingCapReached: action === 'listing' && activeListings !== null && activeListings >= limits.listingCap,
    manualReview: limits.manualReview,
    currencyUnknown: isUnpriced(limits, question),
    orderAboveLimit: isAbove(limits, question),
    paymentMethodNotAllowed: isForbiddenMethod(limits, question),
    payoutDelayed: action === 'payout' && limits.payoutDelayDays > 0,
  };
  const reasons = decisionReasons.filter((reason) => holds[reason]);
  const worst = Math.max(0, ...reasons.map((reason) => decisionOutcomes.indexOf(effects[reason])));
  return { outcome: decisionOutcomes[worst]!, reasons };
}

function isTooHigh({ riskLevel }: Assessment, { decisions }: Model, action: Action): boolean {
  const from = decisions.denyFrom[action];
  return from !== null && riskLevels.indexOf(riskLevel) >= riskLevels.indexOf(from);
}

function isUnpriced({ maxOrder }: Limits, { action, amount }: Question): boolean {
  return action === 'checkout' && amount !== null && !Object.hasOwn(maxOrder, amount.currency);
}

function isAbove({ maxOrder }: Limits, { action, amount }: Question): boolean {
  return action === 'checkout' && amount !== null && amount.minor > (maxOrder[amount.currency] ?? Number.POSITIVE_INFINITY);
}

function isForbiddenMethod({ paymentMethods }: Limits, { action, paymentMethod }: Question): boolean {
  return action === 'checkout' && paymentMethod !== null && !paymentMethods.includes(paymentMethod);
}

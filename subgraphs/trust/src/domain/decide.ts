import type { Assessment } from './assess.ts';
import { heldConditions, type ConditionFacts } from './condition.ts';
import {
  decisionOutcomes,
  riskLevels,
  type Action,
  type Condition,
  type DecisionOutcome,
  type Limits,
  type Model,
  type PaymentMethod,
} from './model.ts';

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
const fixedReasons = Object.keys(effects) as (keyof typeof effects)[];
/** `condition`: one that the marketplace's staff put into the model, which says what it leads to. */
export type DecisionReason = keyof typeof effects | 'condition';
export const decisionReasons: readonly DecisionReason[] = [...fixedReasons, 'condition'];

/** What the marketplace wants to let an account do. */
export interface Question {
  readonly action: Action;
  /** In whole minor units. */
  readonly amount: { readonly minor: number; readonly currency: string } | null;
  readonly paymentMethod: PaymentMethod | null;
  /** How many the seller has now. */
  readonly activeListings: number | null;
  /** Where it is about, ISO 3166-1 alpha-2. */
  readonly country: string | null;
}

export interface Verdict {
  readonly outcome: DecisionOutcome;
  /** In a fixed order; none for a plain yes. */
  readonly reasons: readonly DecisionReason[];
  /** The names of the model's conditions that held, in its order. */
  readonly conditions: readonly string[];
}

/** The answer: pure in the assessment, the model and the question. */
export function decide(assessment: Assessment, model: Model, question: Question): Verdict {
  const { limits, barred } = assessment;
  const { action, activeListings } = question;
  const holds: Record<keyof typeof effects, boolean> = {
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
  return verdictOf(
    fixedReasons.filter((reason) => holds[reason]),
    heldConditions(model, factsOf(assessment, question)),
  );
}

/** The worst of all; a condition that allows lifts limits, and nothing worse. */
function verdictOf(found: readonly (keyof typeof effects)[], held: readonly Condition[]): Verdict {
  const lifted = held.some(({ outcome }) => outcome === 'allow');
  const left = found.filter((reason) => !lifted || effects[reason] !== 'limit');
  const outcomes = [...left.map((reason) => effects[reason]), ...held.map(({ outcome }) => outcome)];
  const worst = Math.max(0, ...outcomes.map((outcome) => decisionOutcomes.indexOf(outcome)));
  return {
    outcome: decisionOutcomes[worst]!,
    reasons: held.length ? [...left, 'condition'] : left,
    conditions: held.map(({ name }) => name),
  };
}

function factsOf({ score, tier, riskLevel, known }: Assessment, question: Question): ConditionFacts {
  const { action, amount, paymentMethod, activeListings, country } = question;
  return {
    action,
    tier,
    risk: riskLevel,
    score,
    ...known,
    currency: amount?.currency ?? '',
    amount: amount?.minor ?? 0,
    country: country ?? '',
    paymentMethod: paymentMethod ?? '',
    activeListings: activeListings ?? 0,
  };
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

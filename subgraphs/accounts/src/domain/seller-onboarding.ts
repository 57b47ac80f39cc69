import { after, days } from '@praetor/kernel/clock';
import { Refusal } from '@praetor/kernel/refusal';

/** The way to selling, in order. Nobody skips a stage. */
export const stages = ['application', 'identity', 'business', 'payout', 'trust', 'activation'] as const;
export type Stage = (typeof stages)[number];
export const checkKinds = ['identity', 'business', 'payout'] as const;
export type CheckKind = (typeof checkKinds)[number];
export const isCheckKind = (stage: Stage): stage is CheckKind => (checkKinds as readonly string[]).includes(stage);

export const outcomes = ['activated', 'rejected', 'expired', 'withdrawn'] as const;
export type Outcome = (typeof outcomes)[number];
export const waitings = ['applicant', 'review', 'praetor'] as const;
export type WaitsFor = (typeof waitings)[number];

export const kycLevels = ['none', 'basic', 'identified', 'verifiedBusiness'] as const;
export type KycLevel = (typeof kycLevels)[number];
export const checkStates = ['handing', 'pending', 'awaitingSecond', 'approved', 'rejected', 'cancelled'] as const;
export type CheckState = (typeof checkStates)[number];

/** How often documents of one stage may be handed in. */
export const mostAttempts = 3;

/** An application as its rules see it. */
export interface Application {
  readonly stage: Stage;
  readonly waitsFor: WaitsFor;
  readonly outcome: Outcome | null;
  /** How often the stage's documents were handed in. */
  readonly attempt: number;
  /** When the applicant was told that the deadline is near. */
  readonly remindedAt: Date | null;
  readonly deadline: Date;
}

/** What trust said last of the account; null when it said nothing yet. */
export interface Standing {
  readonly tier: string;
  readonly riskLevel: string;
}

/** What a stage depends on, outside the application itself. */
export interface Facts {
  /** The check of this stage and attempt, if it was begun. */
  readonly check: { readonly state: CheckState; readonly reasons: readonly string[] } | null;
  readonly standing: Standing | null;
  readonly mayTrade: boolean;
}

export type Next =
  | { type: 'wait'; until: Date }
  | { type: 'enter'; stage: Stage; waitsFor: WaitsFor; deadline: Date }
  | { type: 'beginCheck' }
  | { type: 'remind' }
  | { type: 'return'; reasons: readonly string[]; deadline: Date }
  | { type: 'close'; outcome: 'rejected' | 'expired'; reasons: readonly string[] }
  | { type: 'activate' }
  | { type: 'done' };

export class OnboardingWrongState extends Refusal {
  readonly code = 'SELLER_APPLICATION_WRONG_STATE';
  constructor(message: string) {
    super(message);
  }
}

const stageDays: Record<WaitsFor, number> = { applicant: 14, review: 10, praetor: 14 };
/** How long before the end the applicant is told again. */
const reminderDays = 3;
export const deadlineOf = (waitsFor: WaitsFor, now: Date): Date => after(now, days(stageDays[waitsFor]));

/** What happens next, by itself: pure in the application, the facts and the time, so that asking twice changes nothing. */
export function nextOf(application: Application, facts: Facts, now: Date): Next {
  const { stage, outcome, deadline } = application;
  if (outcome !== null) return { type: 'done' };
  if (stage === 'application') return enter('identity', now);
  if (isCheckKind(stage)) return nextOfCheck(application, facts, now);
  if (stage === 'trust' && meetsThreshold(facts.standing)) return enter('activation', now);
  if (stage === 'activation' && facts.mayTrade) return { type: 'activate' };
  if (deadline > now) return { type: 'wait', until: deadline };
  return stage === 'trust'
    ? { type: 'close', outcome: 'rejected', reasons: ['trustThresholdNotReached'] }
    : { type: 'close', outcome: 'expired', reasons: ['accountNotInGoodStanding'] };
}

function nextOfCheck(application: Application, { check }: Facts, now: Date): Next {
  const { stage, waitsFor, attempt, deadline } = application;
  if (waitsFor === 'review' && check?.state === 'approved') return enter(stages[stages.indexOf(stage) + 1]!, now);
  if (waitsFor === 'review' && check?.state === 'rejected')
    return attempt >= mostAttempts
      ? { type: 'close', outcome: 'rejected', reasons: check.reasons }
      : { type: 'return', reasons: check.reasons, deadline: deadlineOf('applicant', now) };
  if (deadline <= now) return { type: 'close', outcome: 'expired', reasons: [`${waitsFor}TookTooLong`] };
  if (waitsFor === 'review' && (!check || check.state === 'handing')) return { type: 'beginCheck' };
  const { remindedAt } = application;
  if (waitsFor === 'applicant' && !remindedAt) {
    const until = after(deadline, -days(reminderDays));
    return until > now ? { type: 'wait', until } : { type: 'remind' };
  }
  return { type: 'wait', until: deadline };
}

function enter(stage: Stage, now: Date): Next {
  const waitsFor = isCheckKind(stage) ? 'applicant' : 'praetor';
  return { type: 'enter', stage, waitsFor, deadline: deadlineOf(waitsFor, now) };
}

/**
 * The trust threshold. Trust speaks whenever tier or risk changes, so its silence means what everybody begins with, and a
 * checked business suffices then; what stops someone is that trust speaks against them.
 */
export function meetsThreshold(standing: Standing | null): boolean {
  return standing === null || (standing.tier !== 'low' && (standing.riskLevel === 'low' || standing.riskLevel === 'medium'));
}

/** The level that an approved check gives, never below what is known already. */
export function levelAfter(kind: CheckKind, present: KycLevel): KycLevel {
  const given: Record<CheckKind, KycLevel> = { identity: 'identified', business: 'verifiedBusiness', payout: present };
  return kycLevels.indexOf(given[kind]) > kycLevels.indexOf(present) ? given[kind] : present;
}

/**
 * The level that a proven address and number together give, and lose when one of them goes: somebody can be reached. What
 * documents gave is more, and stays.
 */
export function levelOfContact(present: KycLevel, isReachable: boolean): KycLevel {
  if (present !== 'none' && present !== 'basic') return present;
  return isReachable ? 'basic' : 'none';
}

/** From this much expected a month on (minor units), a check takes two reviewers. */
export const secondReviewerFromMinor = 1_000_000n;

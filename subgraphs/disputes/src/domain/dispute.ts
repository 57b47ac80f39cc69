import type { Id } from '@praetor/kernel/id';
import { compare, type Money } from '@praetor/kernel/money';
import { Refusal } from '@praetor/kernel/refusal';
import { answerDeadline, appealDeadline, contestDeadline, decisionDeadline, passed } from './deadline.ts';
import { assertSide, ConflictOfInterest, SelfDispute, type Parties } from './parties.ts';

export const outcomes = ['upheld', 'partiallyUpheld', 'rejected'] as const;
export type Outcome = (typeof outcomes)[number];
export type ClosedWhy = 'settled' | 'final';

export interface Decision {
  readonly outcome: Outcome;
  /** What the respondent has to give back; null when nothing. */
  readonly refund: Money | null;
  readonly rationale: string;
  readonly reviewerId: Id<'account'>;
  readonly appealBy: Date;
}

/** What never changes about a dispute. */
export interface Claim extends Parties {
  /** The most that can be awarded; null when no money is at stake. */
  readonly claim: Money | null;
}

/**
 * The life of a dispute. `open` waits for the respondent's answer; `answered` for the claimant to accept or contest it;
 * `awaitingReview` for a reviewer; `decided` may be appealed once, to another reviewer; `closed` and `withdrawn` are final.
 */
export type Dispute = Claim &
  (
    | { status: 'open'; answerBy: Date }
    | { status: 'answered'; contestBy: Date }
    | { status: 'awaitingReview'; appealOf: Decision | null }
    | { status: 'underReview'; reviewerId: Id<'account'>; decideBy: Date; appealOf: Decision | null }
    | { status: 'decided'; decision: Decision; appealed: boolean }
    | { status: 'closed'; why: ClosedWhy; decision: Decision | null }
    | { status: 'withdrawn' }
  );
export const statuses = ['open', 'answered', 'awaitingReview', 'underReview', 'decided', 'closed', 'withdrawn'] as const;
export type Status = Dispute['status'];

export type DisputeEvent =
  | { type: 'Forwarded'; answerBy: Date }
  | { type: 'Answered'; remedy: string; late: boolean; contestBy: Date }
  | { type: 'AnswerMissed' }
  | { type: 'Settled' }
  | { type: 'Contested'; grounds: string }
  | { type: 'ReviewStarted'; reviewerId: Id<'account'>; decideBy: Date }
  | { type: 'Released' }
  | { type: 'Decided'; decision: Decision }
  | { type: 'Appealed'; grounds: string }
  | { type: 'Finalised' }
  | { type: 'Withdrawn' };

/** The event of one type. */
export type Of<Type extends DisputeEvent['type']> = Extract<DisputeEvent, { type: Type }>;

export class WrongState extends Refusal {
  readonly code = 'DISPUTE_WRONG_STATE';
  readonly from: Status;
  constructor(from: Status, attempted: string) {
    super(`Cannot ${attempted} a dispute that is ${from}. Read its present state.`);
    this.from = from;
  }
}

export class DeadlinePassed extends Refusal {
  readonly code = 'DISPUTE_DEADLINE_PASSED';
  constructor(what: string, deadline: Date) {
    super(`The time to ${what} ended at ${deadline.toISOString()}.`);
  }
}

export class AlreadyAppealed extends Refusal {
  readonly code = 'DISPUTE_ALREADY_APPEALED';
  constructor() {
    super('This dispute was appealed once and decided again: that decision stands.');
  }
}

export class RefundExceedsClaim extends Refusal {
  readonly code = 'DISPUTE_REFUND_EXCEEDS_CLAIM';
  constructor() {
    super('Award at most what was claimed, in the same currency.');
  }
}

export class RefundOutcomeMismatch extends Refusal {
  readonly code = 'DISPUTE_REFUND_OUTCOME_MISMATCH';
  constructor(message: string) {
    super(message);
  }
}

/** Opens a dispute: the respondent has a while to answer. Refuses a quarrel with oneself. */
export function open(claim: Claim, now: Date): Dispute {
  if (claim.claimantId === claim.respondentId) throw new SelfDispute();
  return { ...claim, status: 'open', answerBy: answerDeadline(now) };
}

/** The respondent was told: only now does the time to answer begin. */
export function forward(dispute: Dispute, now: Date): Of<'Forwarded'> {
  if (dispute.status !== 'open') throw new WrongState(dispute.status, 'forward');
  return { type: 'Forwarded', answerBy: answerDeadline(now) };
}

/** The respondent's answer. `late` is the marketplace's word when it relays an answer given elsewhere. */
export function answer(dispute: Dispute, by: string | null, remedy: string, now: Date, late?: boolean): Of<'Answered'> {
  assertSide(dispute, by, 'respondent');
  if (dispute.status !== 'open') throw new WrongState(dispute.status, 'answer');
  return { type: 'Answered', remedy, late: late ?? passed(dispute.answerBy, now), contestBy: contestDeadline(now) };
}

/** Time ran out on an unanswered dispute: it goes to review without the respondent's word. */
export function missAnswer(dispute: Dispute, now: Date): Of<'AnswerMissed'> {
  if (dispute.status !== 'open') throw new WrongState(dispute.status, 'lapse');
  if (!passed(dispute.answerBy, now)) throw new WrongState(dispute.status, 'lapse before the deadline');
  return { type: 'AnswerMissed' };
}

/** The claimant accepts the answer: no one needs to decide. */
export function settle(dispute: Dispute, by: string | null): Of<'Settled'> {
  assertSide(dispute, by, 'claimant');
  if (dispute.status !== 'answered') throw new WrongState(dispute.status, 'settle');
  return { type: 'Settled' };
}

/** The claimant was silent until the deadline: the answer stands. */
export function lapseContest(dispute: Dispute, now: Date): Of<'Settled'> {
  if (dispute.status !== 'answered') throw new WrongState(dispute.status, 'settle');
  if (!passed(dispute.contestBy, now)) throw new WrongState(dispute.status, 'settle before the time to contest ends');
  return { type: 'Settled' };
}

/** The claimant does not accept the answer: a reviewer has to decide. */
export function contest(dispute: Dispute, by: string | null, grounds: string, now: Date): Of<'Contested'> {
  assertSide(dispute, by, 'claimant');
  if (dispute.status !== 'answered') throw new WrongState(dispute.status, 'contest the answer of');
  if (passed(dispute.contestBy, now)) throw new DeadlinePassed('contest', dispute.contestBy);
  return { type: 'Contested', grounds };
}

/** A reviewer takes the dispute. Not a party, and not whoever decided what is now appealed. */
export function startReview(dispute: Dispute, by: Id<'account'>, now: Date): Of<'ReviewStarted'> {
  if (dispute.status !== 'awaitingReview') throw new WrongState(dispute.status, 'start review of');
  assertImpartial(dispute, by, dispute.appealOf);
  return { type: 'ReviewStarted', reviewerId: by, decideBy: decisionDeadline(now) };
}

/** Puts a dispute back in the queue: its reviewer hands it on, or let the deadline pass. */
export function release(dispute: Dispute, by: string | null, now: Date): Of<'Released'> {
  if (dispute.status !== 'underReview') throw new WrongState(dispute.status, 'release');
  if (by !== dispute.reviewerId && !passed(dispute.decideBy, now))
    throw new ConflictOfInterest('Another reviewer holds this dispute.');
  return { type: 'Released' };
}

export interface Verdict {
  outcome: Outcome;
  refund: Money | null;
  rationale: string;
}

/** The reviewer's decision. It may be appealed once; the decision on an appeal stands. */
export function decide(dispute: Dispute, by: Id<'account'>, verdict: Verdict, now: Date): Of<'Decided'> {
  if (dispute.status !== 'underReview') throw new WrongState(dispute.status, 'decide');
  if (dispute.reviewerId !== by) throw new ConflictOfInterest('Another reviewer holds this dispute.');
  assertRefund(dispute.claim, verdict);
  return { type: 'Decided', decision: { ...verdict, reviewerId: by, appealBy: appealDeadline(now) } };
}

/** Either party contests the decision, in time, once. */
export function appeal(dispute: Dispute, by: string | null, grounds: string, now: Date): Of<'Appealed'> {
  if (by !== dispute.claimantId) assertSide(dispute, by, 'respondent');
  if (dispute.status !== 'decided') throw new WrongState(dispute.status, 'appeal');
  if (dispute.appealed) throw new AlreadyAppealed();
  if (passed(dispute.decision.appealBy, now)) throw new DeadlinePassed('appeal', dispute.decision.appealBy);
  return { type: 'Appealed', grounds };
}

/** The appeal window closed: the decision is final. */
export function finalise(dispute: Dispute, now: Date): Of<'Finalised'> {
  if (dispute.status !== 'decided') throw new WrongState(dispute.status, 'close');
  if (!dispute.appealed && !passed(dispute.decision.appealBy, now))
    throw new WrongState(dispute.status, 'close before its appeal window ends');
  return { type: 'Finalised' };
}

/** The claimant takes it back while no one has decided. */
export function withdraw(dispute: Dispute, by: string | null): Of<'Withdrawn'> {
  assertSide(dispute, by, 'claimant');
  if (!undecided(dispute)) throw new WrongState(dispute.status, 'withdraw');
  return { type: 'Withdrawn' };
}

/** Evidence is taken while someone may still weigh it. */
export function assertTakesEvidence(dispute: Dispute, by: string | null): void {
  if (by !== dispute.claimantId) assertSide(dispute, by, 'respondent');
  if (!undecided(dispute)) throw new WrongState(dispute.status, 'add evidence to');
}

const undecided = ({ status }: Dispute): boolean =>
  status === 'open' || status === 'answered' || status === 'awaitingReview' || status === 'underReview';

function assertImpartial(dispute: Dispute, by: Id<'account'>, appealOf: Decision | null): void {
  if (by === dispute.claimantId || by === dispute.respondentId) throw new ConflictOfInterest('You are a party to this dispute.');
  if (appealOf?.reviewerId === by) throw new ConflictOfInterest('You made the decision that is appealed.');
}

function assertRefund(claim: Money | null, { outcome, refund }: Verdict): void {
  if (outcome === 'rejected' && refund) throw new RefundOutcomeMismatch('A rejected claim awards nothing: leave out the refund.');
  if (outcome !== 'rejected' && claim && !refund) throw new RefundOutcomeMismatch('State the refund: the claim was about money.');
  if (!refund) return;
  if (refund.minor <= 0n) throw new RefundOutcomeMismatch('Award something above zero, or reject the claim.');
  if (!claim || claim.currency !== refund.currency || compare(refund, claim) > 0) throw new RefundExceedsClaim();
  if (outcome === 'upheld' && compare(refund, claim) !== 0)
    throw new RefundOutcomeMismatch('An upheld claim awards all of it: decide partiallyUpheld to award less.');
}

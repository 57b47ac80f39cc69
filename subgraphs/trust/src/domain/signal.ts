/**
 * The role in which an account acted: one account, two roles, one score in the end. What belongs to neither (a login, a
 * lock) is booked as buyer: every account is one.
 */
export const sides = ['buyer', 'seller'] as const;
export type Side = (typeof sides)[number];

/** Everything that says something about an account, as a word. What a word weighs is the model's business. */
export const kinds = [
  'orderCompleted',
  'orderCancelled',
  'orderReturned',
  'orderFailed',
  'paymentSucceeded',
  'paymentFailed',
  'refundIssued',
  'chargebackRaised',
  'couponRedeemed',
  'couponAbused',
  'ratedWell',
  'ratedBadly',
  'flagged',
  'warned',
  'delisted',
  'suspended',
  'reinstated',
  'disputeOpened',
  'disputeAnsweredLate',
  'disputeAnswerMissed',
  'disputeWon',
  'disputeLost',
  'newDevice',
  'riskyAddress',
  'loginFailed',
  'locked',
  'sessionStolen',
] as const;
export type Kind = (typeof kinds)[number];

/** One thing that an event says of one account. */
export interface Signal {
  /** The account's id; whose it is, the caller knows. */
  readonly accountId: string;
  readonly kind: Kind;
  readonly side: Side;
  /** When it happened, in milliseconds of the epoch, see {@link boundedTime}. */
  readonly at: number;
  /** How much of it, in thousandths: 1000 is one, whole. A whole number from 1 to {@link mostMagnitude}. */
  readonly magnitude: number;
  /**
   * The account whose word it is, or with whom it was done: what it is worth follows from theirs. Null for somebody of whom
   * nothing is known (a guest). None: the marketplace's own word.
   */
  readonly from?: string | null;
  /** The event that said so: its entry in the audit log is the evidence. */
  readonly eventId: string;
}

/** No single event says more than this, whatever amount it names. */
export const mostMagnitude = 10_000;

const earliest = Date.UTC(2000, 0, 1);
const latest = Date.UTC(2100, 0, 1);

/** An event's time in milliseconds, never outside this century: a sender's nonsense must stay small. */
export function boundedTime(time: string): number {
  const at = Date.parse(time);
  if (Number.isNaN(at)) throw new RangeError(`${JSON.stringify(time)} is not a time.`);
  return Math.min(Math.max(at, earliest), latest);
}

/** A magnitude that the evidence can add up, out of any number: nothing, for what is not a positive number. */
export function boundedMagnitude(thousandths: number): number {
  return thousandths > 0 ? Math.min(Math.round(thousandths), mostMagnitude) : 0;
}

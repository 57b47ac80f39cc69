import { factsOf, factTypes } from './event-facts.ts';
import { accountOf, type Happening } from './happening.ts';
import type { Statement } from './profile.ts';
import { boundedMagnitude, boundedTime, type Kind, type Side, type Signal } from './signal.ts';

/** What an event says of whoever one field of its data names. */
interface Saying {
  /** `…Ref` holds the marketplace's reference, anything else an account's id; null says that nobody is known. */
  readonly of: string;
  readonly side: Side;
  readonly kind: Kind;
  /** In thousandths; one when left out. */
  readonly magnitude?: number;
  /** The field that names the other side, where it is only their word or their doing that speaks well of the account. */
  readonly from?: string;
  /** Nobody known on the other side is somebody unknown (a guest, whom anyone can play), not the marketplace itself. */
  readonly guests?: true;
}

type Reading = (data: Happening['data']) => readonly Saying[];

const buyer = (kind: Kind, of = 'buyerRef'): Saying => ({ of, side: 'buyer', kind });
const seller = (kind: Kind, of = 'sellerRef'): Saying => ({ of, side: 'seller', kind });
const account = (kind: Kind, magnitude = 1000): Saying => ({ of: 'accountId', side: 'buyer', kind, magnitude });

/** Whose doing it was: theirs alone, nobody's for the marketplace's own, half for each where the sender does not say. */
function doneBy(field: string, kind: Kind): Reading {
  return (data) => {
    const by = data[field];
    const magnitude = by === 'buyer' || by === 'seller' ? 1000 : 500;
    const blamed = [buyer(kind), seller(kind)].filter(({ side }) => by == null || by === side);
    return blamed.map((saying) => ({ ...saying, magnitude }));
  };
}

/** From which of 100 on the marketplace's reading of an address says something. */
const riskyFrom = 50;
const severities: Readonly<Record<string, number>> = { low: 500, medium: 1000, high: 2000, critical: 3000 };
const outcomes: Readonly<Record<string, readonly Saying[]>> = {
  upheld: [seller('disputeLost', 'respondentId')],
  partiallyUpheld: [{ ...seller('disputeLost', 'respondentId'), magnitude: 500 }],
  rejected: [buyer('disputeLost', 'claimantId'), { ...seller('disputeWon', 'respondentId'), from: 'claimantId' }],
};
/** `suspend` is not here: accounts says when it was done. */
const resolutions: Readonly<Record<string, Kind>> = { warn: 'warned', delist: 'delisted' };

/** Whoever answers for a listing does so as its seller. */
const flagSide = (data: Happening['data']): Side => ((data.entity as { type?: unknown }).type === 'listing' ? 'seller' : 'buyer');

/**
 * Which events say what of whom: the one place. What another subgraph says again in its own words (a complaint that became
 * a dispute, a flag, a device known to be new) is heard from it, not from the marketplace, so that nothing counts twice.
 */
const readings: Readonly<Record<string, Reading>> = {
  'marketplace.orderCompleted.v1': () => [
    { ...buyer('orderCompleted'), from: 'sellerRef' },
    { ...seller('orderCompleted'), from: 'buyerRef', guests: true },
  ],
  'marketplace.orderCancelled.v1': doneBy('cancelledBy', 'orderCancelled'),
  'marketplace.orderReturned.v1': () => [buyer('orderReturned'), seller('orderReturned')],
  'marketplace.orderFailed.v1': doneBy('causedBy', 'orderFailed'),
  'marketplace.paymentSucceeded.v1': () => [{ ...buyer('paymentSucceeded', 'payerRef'), from: 'payeeRef' }],
  'marketplace.paymentFailed.v1': () => [buyer('paymentFailed', 'payerRef')],
  'marketplace.refundIssued.v1': () => [buyer('refundIssued'), seller('refundIssued')],
  'marketplace.chargebackRaised.v1': () => [buyer('chargebackRaised'), { ...seller('chargebackRaised'), magnitude: 500 }],
  'marketplace.couponRedeemed.v1': () => [{ ...buyer('couponRedeemed', 'userRef'), from: 'userRef' }],
  'marketplace.couponAbused.v1': () => [buyer('couponAbused', 'userRef')],
  'marketplace.ratingGiven.v1': ({ score }) => {
    const given = Number(score);
    const kind = given < 0 ? 'ratedBadly' : 'ratedWell';
    return [{ of: 'ratedRef', side: 'seller', kind, magnitude: Math.abs(given) * 100, from: 'raterRef' }];
  },
  'disputes.opened.v1': () => [seller('disputeOpened', 'respondentId')],
  'disputes.answered.v1': ({ late }) => (late === true ? [seller('disputeAnsweredLate', 'respondentId')] : []),
  'disputes.answerMissed.v1': () => [seller('disputeAnswerMissed', 'respondentId')],
  'disputes.decided.v1': ({ outcome }) => outcomes[String(outcome)] ?? [],
  'admin.flagRaised.v1': (data) => [
    { of: 'accountId', side: flagSide(data), kind: 'flagged', magnitude: severities[String(data.severity)] ?? 1000 },
  ],
  'admin.flagResolved.v1': (data) => {
    const kind = resolutions[String(data.resolution)];
    return kind ? [{ of: 'accountId', side: flagSide(data), kind }] : [];
  },
  'accounts.suspended.v1': () => [account('suspended')],
  'accounts.reinstated.v1': () => [account('reinstated')],
  'accounts.locked.v1': () => [account('locked')],
  'accounts.loginFailed.v1': ({ why }) => (why === 'credentials' ? [account('loginFailed')] : []),
  'accounts.sessionRevoked.v1': ({ why }) => (isTheft.has(String(why)) ? [account('sessionStolen')] : []),
  'marketplace.deviceSeen.v1': ({ ipRisk }) => {
    const risk = Number(ipRisk ?? 0);
    return risk >= riskyFrom ? [{ ...buyer('riskyAddress', 'userRef'), magnitude: risk * 10 }] : [];
  },
  'accounts.deviceSeen.v1': ({ firstTime }) => (firstTime === true ? [account('newDevice')] : []),
};

/** Why a session ended that somebody else had a copy of. */
const isTheft = new Set(['reuseDetected', 'foreignDevice']);

/** The types of events that say anything. */
export const heardTypes: readonly string[] = [...new Set([...Object.keys(readings), ...factTypes])];

/** All that one event says: what was done, then what is so. */
export const statementsOf = (event: Happening): Statement[] => [...signalsOf(event), ...factsOf(event)];

/** What one event says of the accounts in it that they did, or had done to them. Throws when it does not say which account a reference is. */
export function signalsOf(event: Happening): Signal[] {
  const sayings = readings[event.type]?.(event.data) ?? [];
  if (!sayings.length || isWithOneself(event)) return [];
  const at = boundedTime(event.time);
  return sayings.flatMap((saying) => {
    const { of, side, kind, magnitude: given = 1000 } = saying;
    const accountId = accountOf(event, of);
    const magnitude = boundedMagnitude(given);
    return accountId && magnitude
      ? [{ accountId, kind, side, at, magnitude, eventId: event.id, ...otherSide(event, saying) }]
      : [];
  });
}

const counterparties = [
  ['buyerRef', 'sellerRef'],
  ['payerRef', 'payeeRef'],
  ['ratedRef', 'raterRef'],
] as const;

/** Trade with oneself, praise of oneself: says nothing, for it costs nothing to make it look good. */
function isWithOneself(event: Happening): boolean {
  return counterparties.some(([one, other]) => {
    const account = accountOf(event, one);
    return account !== null && account === accountOf(event, other);
  });
}

function otherSide(event: Happening, { from, guests }: Saying): { from?: string | null } {
  if (from === undefined) return {};
  const account = accountOf(event, from);
  return account === null && !guests ? {} : { from: account };
}

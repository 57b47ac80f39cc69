import { z } from 'zod';
import { defineEvent, EntityRef, type EventContract } from './contract.ts';
import { Amount, country, label, optional, ref, text } from './fields.ts';

/**
 * Everything a marketplace tells Praetor through `POST /events`. Fields ending in `Ref` hold the sender's own ids; those
 * that name people are the contract's `parties`, null where nobody is known (a guest, a private seller).
 * Such ids are pseudonyms and stay in the audit leaf; what identifies a person by itself is `personal`.
 */
export interface MarketplaceContract<Type extends string = string, Data extends z.ZodObject = z.ZodObject> extends EventContract<
  Type,
  Data
> {
  /** CloudEvents subject, for senders who give none: kind and id of the thing the event is about. */
  subjectOf(data: Record<string, unknown>): string;
}

type Options<Shape> = {
  about: [kind: string, field: keyof Shape & string];
  personal?: (keyof Shape & string)[];
  parties?: (keyof Shape & string)[];
};

function define<const Type extends `marketplace.${string}.v1`, Shape extends z.ZodRawShape>(
  type: Type,
  shape: Shape,
  options: Options<Shape>,
) {
  const [kind, field] = options.about;
  return { ...defineEvent(type, shape, options), subjectOf: (data: Record<string, unknown>) => `${kind}/${String(data[field])}` };
}
const trade = { orderRef: ref, buyerRef: ref.nullable(), sellerRef: ref.nullable(), total: Amount };
const tradeParties = {
  about: ['order', 'orderRef'] as ['order', 'orderRef'],
  parties: ['buyerRef' as const, 'sellerRef' as const],
};
/** As {@link tradeParties}, with words about it. */
const told = { ...tradeParties, personal: ['reason' as const] };
/** Whose doing it was; null when the sender does not know. */
const by = optional(z.enum(['buyer', 'seller', 'marketplace']));

export const orderCompleted = define('marketplace.orderCompleted.v1', trade, tradeParties);
export const orderCancelled = define(
  'marketplace.orderCancelled.v1',
  { ...trade, cancelledBy: by, reason: optional(text(500)) },
  told,
);
export const orderReturned = define('marketplace.orderReturned.v1', { ...trade, reason: optional(text(500)) }, told);
export const orderFailed = define('marketplace.orderFailed.v1', { ...trade, causedBy: by, reason: optional(text(500)) }, told);

const payment = {
  paymentRef: ref,
  orderRef: ref.nullable(),
  payerRef: ref.nullable(),
  payeeRef: ref.nullable(),
  amount: Amount,
  method: optional(label(60)),
};
const paymentParties = {
  about: ['payment', 'paymentRef'] as ['payment', 'paymentRef'],
  parties: ['payerRef' as const, 'payeeRef' as const],
};
export const paymentSucceeded = define('marketplace.paymentSucceeded.v1', payment, paymentParties);
export const paymentFailed = define('marketplace.paymentFailed.v1', { ...payment, reason: label(200) }, paymentParties);

export const refundIssued = define(
  'marketplace.refundIssued.v1',
  {
    refundRef: ref,
    orderRef: ref.nullable(),
    paymentRef: optional(ref),
    buyerRef: ref.nullable(),
    sellerRef: ref.nullable(),
    amount: Amount,
    reason: optional(text(500)),
  },
  { about: ['refund', 'refundRef'], parties: ['buyerRef', 'sellerRef'], personal: ['reason'] },
);
export const chargebackRaised = define(
  'marketplace.chargebackRaised.v1',
  {
    chargebackRef: ref,
    orderRef: ref.nullable(),
    paymentRef: optional(ref),
    buyerRef: ref.nullable(),
    sellerRef: ref.nullable(),
    amount: Amount,
    reason: optional(text(500)),
  },
  { about: ['chargeback', 'chargebackRef'], parties: ['buyerRef', 'sellerRef'], personal: ['reason'] },
);

const coupon = { couponCode: label(100), userRef: ref, orderRef: optional(ref) };
export const couponRedeemed = define(
  'marketplace.couponRedeemed.v1',
  { ...coupon, discount: Amount.nullable() },
  { about: ['coupon', 'couponCode'], parties: ['userRef'] },
);
export const couponAbused = define(
  'marketplace.couponAbused.v1',
  { ...coupon, pattern: label(200), detail: optional(text(2000)) },
  { about: ['coupon', 'couponCode'], parties: ['userRef'], personal: ['detail'] },
);

const quarrel = { disputeRef: ref, claimantRef: ref, respondentRef: ref };
const aboutDispute = ['dispute', 'disputeRef'] as ['dispute', 'disputeRef'];
const claimantFirst = { about: aboutDispute, parties: ['claimantRef' as const, 'respondentRef' as const] };
const respondentFirst = { about: aboutDispute, parties: ['respondentRef' as const, 'claimantRef' as const] };

/** A consumer's complaint: opens a dispute. */
export const disputeRaised = define(
  'marketplace.disputeRaised.v1',
  { ...quarrel, orderRef: ref.nullable(), category: label(200), description: text(10_000), claim: Amount.nullable() },
  { ...claimantFirst, personal: ['description'] },
);
/** The complaint was put to the respondent, whose time to answer begins. */
export const disputeForwarded = define('marketplace.disputeForwarded.v1', quarrel, respondentFirst);
/** The respondent answered: what they offered, and whether within the time allowed. */
export const disputeAnswered = define(
  'marketplace.disputeAnswered.v1',
  {
    ...quarrel,
    remedy: z.enum(['monetaryRelief', 'nonMonetaryRelief', 'explanation', 'none']),
    timely: z.boolean(),
    answer: optional(text(10_000)),
  },
  { ...respondentFirst, personal: ['answer'] },
);
/** The claimant does not accept the answer: an appeal. */
export const disputeContested = define(
  'marketplace.disputeContested.v1',
  { ...quarrel, grounds: optional(text(10_000)) },
  { ...claimantFirst, personal: ['grounds'] },
);
/** Someone, or a detector of the marketplace, says that a user, listing, booking, review, … needs a look. */
export const entityFlagged = {
  ...defineEvent(
    'marketplace.entityFlagged.v1',
    {
      entity: EntityRef.extend({ id: ref }),
      category: label(100),
      reason: text(2000),
      /** Who answers for the entity: the user itself, a listing's seller, a review's author. */
      ownerRef: optional(ref),
      /** Null when a machine raised it. */
      reporterRef: ref.nullable(),
    },
    { parties: ['ownerRef', 'reporterRef'], personal: ['reason'] },
  ),
  subjectOf: ({ entity }: Record<string, unknown>) => `${(entity as EntityRef).type}/${(entity as EntityRef).id}`,
};

export const userRegistered = define(
  'marketplace.userRegistered.v1',
  {
    userRef: ref,
    kind: z.enum(['buyer', 'seller']),
    displayName: optional(label(200)),
    email: optional(z.email().max(254)),
    country: optional(country),
  },
  { about: ['user', 'userRef'], parties: ['userRef'], personal: ['displayName', 'email'] },
);
export const deviceSeen = define(
  'marketplace.deviceSeen.v1',
  {
    userRef: ref,
    /** The marketplace's fingerprint of the device: the same device gives the same value for every user. */
    deviceId: label(200),
    ip: optional(z.union([z.ipv4(), z.ipv6()])),
    userAgent: optional(label(500)),
    country: optional(country),
    /** How bad the marketplace thinks of the address (a proxy, a hosting provider, a place of fraud): 0 to 100. */
    ipRisk: optional(z.int().min(0).max(100)),
  },
  { about: ['user', 'userRef'], parties: ['userRef'], personal: ['deviceId', 'ip', 'userAgent'] },
);
/** What stands for where money is paid out to: of the destination itself nothing can be read from it. */
const payoutFingerprint = z
  .string()
  .regex(/^[\w.:=+/-]{16,200}$/, 'Use 16 to 200 letters, digits and signs without spaces.')
  .refine((value) => !isAccountNumber(value), 'Send a fingerprint of the destination, such as a keyed hash, never its number.');

/** An IBAN (ISO 13616) or a number as of an account or a card, however it is grouped. */
function isAccountNumber(value: string): boolean {
  const plain = value.replaceAll(/[^A-Za-z0-9]/g, '').toUpperCase();
  return /^\d{6,34}$/.test(plain) || (/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(plain) && ibanRemainder(plain) === 1);
}

/** ISO 7064 MOD 97-10: 1 for what is an IBAN. */
const ibanRemainder = (iban: string): number =>
  [...(iban.slice(4) + iban.slice(0, 4))].reduce((rest, sign) => Number(`${rest}${Number.parseInt(sign, 36)}`) % 97, 0);

/** A user is paid out to this destination: a bank account, a card, a purse. */
export const payoutDestinationUsed = define(
  'marketplace.payoutDestinationUsed.v1',
  {
    userRef: ref,
    /** The marketplace's or its payment provider's fingerprint: the same destination gives the same value for every user. */
    fingerprint: payoutFingerprint,
    kind: optional(z.enum(['bank', 'card', 'purse'])),
  },
  { about: ['user', 'userRef'], parties: ['userRef'], personal: ['fingerprint'] },
);
/** The marketplace checked who a user is: `basic` reachable, `full` identified by documents, `none` when that no longer holds. */
export const userVerified = define(
  'marketplace.userVerified.v1',
  { userRef: ref, level: z.enum(['none', 'basic', 'full']) },
  { about: ['user', 'userRef'], parties: ['userRef'] },
);
export const ratingGiven = define(
  'marketplace.ratingGiven.v1',
  { raterRef: ref, ratedRef: ref, score: z.int().min(-10).max(10), orderRef: optional(ref) },
  { about: ['user', 'ratedRef'], parties: ['ratedRef', 'raterRef'] },
);

const service = { service: label(100), detail: optional(text(2000)) };
export const serviceDown = define('marketplace.serviceDown.v1', service, { about: ['service', 'service'] });
export const serviceRecovered = define(
  'marketplace.serviceRecovered.v1',
  { ...service, downSeconds: optional(z.int().min(0)) },
  { about: ['service', 'service'] },
);
export const errorLogged = define(
  'marketplace.errorLogged.v1',
  {
    service: label(100),
    severity: z.enum(['info', 'warning', 'error', 'critical']),
    message: text(4000),
    code: optional(label(100)),
  },
  { about: ['service', 'service'] },
);

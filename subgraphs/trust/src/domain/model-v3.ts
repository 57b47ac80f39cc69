import type { HalfLife } from './decay.ts';
import { paymentMethods, type KindRule, type Model } from './model.ts';

/** A line of the table. */
export const rule = (factor: KindRule['factor'], weight: number, halfLife: HalfLife, severe = false): KindRule => ({
  factor,
  weight,
  halfLife,
  severe,
});

const careful = ['prepaid', 'card'] as const;
const usual = ['prepaid', 'card', 'wallet', 'bankTransfer'] as const;

/**
 * The model, as a published version is kept: data only. Good conduct is remembered for a year, trouble with devices and logins
 * for weeks. A whole rating by someone beyond doubt weighs as one observation against a prior of one and one (Jøsang & Ismail
 * 2002), so four against ours of four and four, for as much as against; it fades slowly, for silence refutes no one.
 */
export const modelV3: Model = {
  version: 'v3',
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
    ratedWell: { ...rule('ratings', 4, 'lasting'), opinion: true },
    ratedBadly: { ...rule('ratings', -4, 'lasting'), opinion: true },
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
    riskyAddress: rule('devices', -0.5, 'short'),
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
  anchors: { verification: { none: 0, basic: 0.5, identified: 4, verifiedBusiness: 5 }, age: { most: 1, halfDays: 365 } },
  links: { share: { device: 0.75, wallet: 1, payout: 1, ip: 0.1 }, halfLife: 'long', most: 12 },
  currencies: {
    EUR: 1,
    USD: 1.1,
    GBP: 0.85,
    CHF: 0.95,
    PLN: 4.3,
    CZK: 25,
    SEK: 11.5,
    NOK: 11.7,
    DKK: 7.46,
    CAD: 1.5,
    AUD: 1.65,
    BRL: 6,
    INR: 90,
    JPY: 1.6,
  },
  limits: {
    new: {
      maxOrder: 25_000,
      couponEligible: true,
      paymentMethods: careful,
      payoutDelayDays: 14,
      listingCap: 10,
      manualReview: false,
    },
    low: {
      maxOrder: 5_000,
      couponEligible: false,
      paymentMethods: ['prepaid'],
      payoutDelayDays: 30,
      listingCap: 5,
      manualReview: true,
    },
    standard: {
      maxOrder: 100_000,
      couponEligible: true,
      paymentMethods: usual,
      payoutDelayDays: 7,
      listingCap: 100,
      manualReview: false,
    },
    trusted: {
      maxOrder: 500_000,
      couponEligible: true,
      paymentMethods: [...usual, 'cashOnDelivery'],
      payoutDelayDays: 2,
      listingCap: 1_000,
      manualReview: false,
    },
    preferred: {
      maxOrder: 2_500_000,
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
  decisions: {
    denyFrom: { checkout: null, coupon: 'high', payout: null, listing: 'critical' },
    validMinutes: 15,
  },
  validDays: 1,
};

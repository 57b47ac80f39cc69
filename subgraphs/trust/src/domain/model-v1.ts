import { money, type Money } from '@praetor/kernel/money';
import type { HalfLife } from './decay.ts';
import { paymentMethods, type KindRule, type Model } from './model.ts';

/** A line of the table. */
export const rule = (factor: KindRule['factor'], weight: number, halfLife: HalfLife, severe = false): KindRule => ({
  factor,
  weight,
  halfLife,
  severe,
});

const eur = (minor: bigint): Money => money(minor, 'EUR');
const careful = ['prepaid', 'card'] as const;
const usual = ['prepaid', 'card', 'wallet', 'bankTransfer'] as const;

/** The first model. Good conduct is remembered for a year, trouble with devices and logins for weeks. */
export const modelV1: Model = {
  version: 'v1',
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
    ratedWell: rule('ratings', 0.5, 'long'),
    ratedBadly: rule('ratings', -1, 'long'),
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
  limits: {
    new: {
      maxOrder: eur(25_000n),
      couponEligible: true,
      paymentMethods: careful,
      payoutDelayDays: 14,
      listingCap: 10,
      manualReview: false,
    },
    low: {
      maxOrder: eur(5_000n),
      couponEligible: false,
      paymentMethods: ['prepaid'],
      payoutDelayDays: 30,
      listingCap: 5,
      manualReview: true,
    },
    standard: {
      maxOrder: eur(100_000n),
      couponEligible: true,
      paymentMethods: usual,
      payoutDelayDays: 7,
      listingCap: 100,
      manualReview: false,
    },
    trusted: {
      maxOrder: eur(500_000n),
      couponEligible: true,
      paymentMethods: [...usual, 'cashOnDelivery'],
      payoutDelayDays: 2,
      listingCap: 1_000,
      manualReview: false,
    },
    preferred: {
      maxOrder: eur(2_500_000n),
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
  validDays: 1,
};

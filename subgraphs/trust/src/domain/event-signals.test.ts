import { catalog } from '@praetor/contracts/catalog';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { heardTypes, signalsOf } from './event-signals.ts';
import type { Happening } from './happening.ts';
import { boundedMagnitude, boundedTime, mostMagnitude } from './signal.ts';

const parties = { b: 'acc_b', s: 'acc_s' };
const trade = { orderRef: 'o', buyerRef: 'b', sellerRef: 's' };
const happened = (
  type: string,
  data: Record<string, unknown>,
  praetorparties: Record<string, string> | null = parties,
): Happening => ({
  id: 'e',
  type,
  time: '2026-01-01T00:00:00.000Z',
  data,
  praetorparties,
});
const said = (event: Happening) =>
  signalsOf(event).map(({ accountId, side, kind, magnitude }) => `${accountId} ${side} ${kind} ${magnitude}`);

test('every type that is heard is one that can be announced', () => {
  expect(heardTypes.filter((type) => !catalog.has(type))).toEqual([]);
});

describe('who is meant', () => {
  test('an order is of its buyer and its seller', () => {
    expect(said(happened('marketplace.orderCompleted.v1', trade))).toEqual([
      'acc_b buyer orderCompleted 1000',
      'acc_s seller orderCompleted 1000',
    ]);
    expect(said(happened('marketplace.orderCompleted.v1', { ...trade, buyerRef: null }))).toEqual([
      'acc_s seller orderCompleted 1000',
    ]);
  });

  test('a cancellation is of whoever did it; of each half where nobody says; of neither when the marketplace did', () => {
    const cancelled = (cancelledBy: string | null) => said(happened('marketplace.orderCancelled.v1', { ...trade, cancelledBy }));
    expect(cancelled('seller')).toEqual(['acc_s seller orderCancelled 1000']);
    expect(cancelled(null)).toEqual(['acc_b buyer orderCancelled 500', 'acc_s seller orderCancelled 500']);
    expect(cancelled('marketplace')).toEqual([]);
  });

  test('trade with oneself, and praise of oneself, say nothing', () => {
    expect(said(happened('marketplace.orderCompleted.v1', trade, { b: 'acc_b', s: 'acc_b' }))).toEqual([]);
    expect(
      said(happened('marketplace.ratingGiven.v1', { ratedRef: 'b', raterRef: 's', score: 10 }, { b: 'acc_b', s: 'acc_b' })),
    ).toEqual([]);
  });

  test('a reference that no one resolved is an error, whatever it is called', () => {
    for (const buyerRef of ['x', '__proto__', 'toString'])
      expect(() => signalsOf(happened('marketplace.orderCompleted.v1', { ...trade, buyerRef }))).toThrow(
        'does not say which account',
      );
  });
});

test.each([
  ['marketplace.paymentFailed.v1', { payerRef: 'b', payeeRef: 's' }, ['acc_b buyer paymentFailed 1000']],
  ['marketplace.paymentSucceeded.v1', { payerRef: 'b', payeeRef: null }, ['acc_b buyer paymentSucceeded 1000']],
  ['marketplace.couponAbused.v1', { userRef: 'b' }, ['acc_b buyer couponAbused 1000']],
  ['marketplace.chargebackRaised.v1', trade, ['acc_b buyer chargebackRaised 1000', 'acc_s seller chargebackRaised 500']],
  ['marketplace.ratingGiven.v1', { ratedRef: 's', raterRef: 'b', score: -10 }, ['acc_s seller ratedBadly 1000']],
  ['marketplace.ratingGiven.v1', { ratedRef: 's', raterRef: 'b', score: 3 }, ['acc_s seller ratedWell 300']],
  ['marketplace.ratingGiven.v1', { ratedRef: 's', raterRef: 'b', score: 0 }, []],
  [
    'disputes.decided.v1',
    { claimantId: 'c', respondentId: 'r', outcome: 'rejected' },
    ['c buyer disputeLost 1000', 'r seller disputeWon 1000'],
  ],
  ['disputes.decided.v1', { claimantId: 'c', respondentId: 'r', outcome: 'partiallyUpheld' }, ['r seller disputeLost 500']],
  ['disputes.answered.v1', { respondentId: 'r', late: false }, []],
  ['admin.flagRaised.v1', { accountId: 'a', severity: 'critical', entity: { type: 'listing' } }, ['a seller flagged 3000']],
  ['admin.flagResolved.v1', { accountId: 'a', resolution: 'dismiss', entity: { type: 'account' } }, []],
  ['admin.flagResolved.v1', { accountId: null, resolution: 'warn', entity: { type: 'account' } }, []],
  ['accounts.suspended.v1', { accountId: 'a' }, ['a buyer suspended 1000']],
  ['accounts.loginFailed.v1', { accountId: 'a', why: 'locked' }, []],
  ['accounts.deviceSeen.v1', { accountId: 'a', firstTime: true }, ['a buyer newDevice 1000']],
  ['accounts.sessionRevoked.v1', { accountId: 'a', why: 'logout' }, []],
  ['accounts.sessionRevoked.v1', { accountId: 'a', why: 'foreignDevice' }, ['a buyer sessionStolen 1000']],
  ['accounts.created.v1', { accountId: 'a' }, []],
])('%s %j', (type, data, expected) => expect(said(happened(type, data))).toEqual(expected));

test('times and magnitudes stay in bounds, whatever a sender writes', () => {
  expect(boundedTime('0001-01-01T00:00:00Z')).toBe(Date.UTC(2000, 0, 1));
  expect(boundedTime('9999-12-31T23:59:59Z')).toBe(Date.UTC(2100, 0, 1));
  expect(() => boundedTime('yesterday')).toThrow('is not a time');
  fc.assert(
    fc.property(fc.double(), (amount) => {
      const magnitude = boundedMagnitude(amount);
      expect(Number.isInteger(magnitude) && magnitude >= 0 && magnitude <= mostMagnitude).toBe(true);
    }),
  );
});

test('says whose word it is where another account’s word or doing speaks well of one', () => {
  const froms = (type: string, data: Record<string, unknown>) => signalsOf(happened(type, data)).map(({ from }) => from);
  expect(froms('marketplace.orderCompleted.v1', trade)).toEqual(['acc_s', 'acc_b']);
  expect(froms('marketplace.orderCompleted.v1', { ...trade, sellerRef: null })).toEqual([undefined]);
  expect(froms('marketplace.ratingGiven.v1', { ratedRef: 's', raterRef: 'b', score: 3 })).toEqual(['acc_b']);
  expect(froms('marketplace.chargebackRaised.v1', trade)).toEqual([undefined, undefined]);
});

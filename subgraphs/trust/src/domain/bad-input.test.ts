import { days } from '@praetor/kernel/clock';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluate, witnessAll, type Profile } from './profile.ts';
import { statementsOf } from './event-signals.ts';
import type { Happening } from './happening.ts';
import { keptLinks } from './link.ts';
import { currentModel as model } from './models.ts';
import { keptSignals } from './remembered.ts';
import { keptVoices } from './testimony.ts';

const now = Date.UTC(2026, 0, 1);
const accounts = Array.from({ length: 24 }, (_, index) => `acc_${index}`);
const parties = Object.fromEntries(accounts.map((id) => [id, id]));
const absurd = fc.oneof(
  fc.integer({ min: -10, max: 10 }),
  fc.constantFrom(Number.MAX_VALUE, -Number.MAX_VALUE, Number.POSITIVE_INFINITY, Number.NaN, Number.MIN_VALUE, 2 ** 53),
  fc.double(),
);
const time = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: now - days(30), max: now }) },
  fc.integer({ min: now - days(400), max: now - days(365) }),
  fc.constantFrom(Date.UTC(1, 0, 1), Date.UTC(1970, 0, 1), Date.UTC(2099, 0, 1), Date.UTC(9999, 0, 1)),
);
const name = fc.constantFrom(...accounts);
const types = [
  ...['orderCompleted', 'orderReturned', 'refundIssued', 'chargebackRaised', 'ratingGiven', 'paymentFailed'].map(ofMarketplace),
  ...['userVerified', 'deviceSeen'].map(ofMarketplace),
  'accounts.kycLevelChanged.v1',
  'accounts.verified.v1',
  'accounts.accountsLinked.v1',
  'accounts.accountsUnlinked.v1',
  'accounts.suspended.v1',
  'accounts.closed.v1',
  'accounts.reinstated.v1',
];
const event: fc.Arbitrary<Happening> = fc
  .record({
    id: fc.stringMatching(/^[a-z]{1,4}$/),
    type: fc.constantFrom(...types),
    one: name,
    other: fc.option(name),
    score: absurd,
    total: fc.record({ amountMinor: absurd, currency: fc.constantFrom('EUR', 'XXX', '???', '') }),
    at: time,
  })
  .map(({ id, type, one, other, score, total, at }) => ({
    id,
    type,
    time: new Date(at).toISOString(),
    data: {
      ...(type.includes('ratingGiven') && { ratedRef: one, raterRef: other ?? 'acc_0', score }),
      ...(type.includes('inked') && {
        otherAccountId: other ?? 'acc_0',
        kind: ['device', 'ip', 'wallet', 'payout', 'nonsense'][id.length],
        evidence: id,
        sharedBy: score,
      }),
      accountId: one,
      userRef: one,
      level: ['none', 'full', 'identified', 'nonsense'][id.length - 1],
      ipRisk: score,
      buyerRef: one,
      sellerRef: other,
      payerRef: one,
      payeeRef: other,
      total,
      amount: total,
    },
    praetorparties: parties,
  }));
function ofMarketplace(name: string): string {
  return `marketplace.${name}.v1`;
}
const events = fc.array(event, { maxLength: 120 });

function all(heard: readonly Happening[], portion = heard.length): Map<string, Profile> {
  const profiles = new Map<string, Profile>();
  for (let from = 0; from < heard.length; from += portion) {
    const signals = heard.slice(from, from + portion).flatMap(statementsOf);
    for (const [id, profile] of witnessAll(profiles, signals, model, now)) profiles.set(id, profile);
  }
  return profiles;
}

test('out of order, late, from the future, absurd: bounded, explained, never not a number', () => {
  fc.assert(
    fc.property(events, fc.constantFrom(now, 0, Date.UTC(2120, 0, 1)), (heard, at) => {
      for (const profile of all(heard, 7).values()) {
        const { score, explanation, evidence } = evaluate(profile, model, at).assessment;
        expect(Number.isInteger(score) && score >= 0 && score <= 1000).toBe(true);
        expect(explanation.reduce((sum, { points }) => sum + points, 0)).toBe(score);
        expect(Number.isSafeInteger(evidence)).toBe(true);
        expect(JSON.stringify(profile.state)).not.toMatch(/null|NaN|Infinity/);
        expect(profile.evaluatedAt).toBeLessThanOrEqual(now);
        expect(profile.state.recent.length).toBeLessThanOrEqual(keptSignals);
        expect(profile.state.voices?.length ?? 0).toBeLessThanOrEqual(keptVoices);
        expect(profile.state.links?.length ?? 0).toBeLessThanOrEqual(keptLinks);
      }
    }),
  );
});

test('the same log gives the same profiles to the bit, in whatever portions, through JSON or not', () => {
  fc.assert(
    fc.property(events, fc.integer({ min: 1, max: 50 }), (heard, portion) => {
      const whole = all(heard);
      expect(all(heard, portion)).toEqual(whole);
      for (const profile of whole.values()) {
        const kept = JSON.parse(JSON.stringify(profile.state)) as Profile['state'];
        expect(evaluate({ ...profile, state: kept }, model, now + days(9))).toEqual(evaluate(profile, model, now + days(9)));
      }
    }),
  );
});

test('an amount or currency moves nothing, whatever it is', () => {
  fc.assert(
    fc.property(events, (heard) => {
      const tame = heard.map((one) => ({
        ...one,
        data: { ...one.data, total: { amountMinor: 1, currency: 'EUR' }, amount: null },
      }));
      expect(all(tame)).toEqual(all(heard));
    }),
  );
});

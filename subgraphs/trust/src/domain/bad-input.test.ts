import { days } from '@praetor/kernel/clock';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluate, witnessAll, type Profile } from './profile.ts';
import { signalsOf, type Happening } from './event-signals.ts';
import { currentModel as model, modelOf } from './models.ts';
import { keptSignals } from './trust-state.ts';
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
const event: fc.Arbitrary<Happening> = fc
  .record({
    id: fc.stringMatching(/^[a-z]{1,4}$/),
    type: fc.constantFrom('orderCompleted', 'orderReturned', 'refundIssued', 'chargebackRaised', 'ratingGiven', 'paymentFailed'),
    one: name,
    other: fc.option(name),
    score: absurd,
    total: fc.record({ amountMinor: absurd, currency: fc.constantFrom('EUR', 'XXX', '???', '') }),
    at: time,
  })
  .map(({ id, type, one, other, score, total, at }) => ({
    id,
    type: `marketplace.${type}.v1`,
    time: new Date(at).toISOString(),
    data: {
      ...(type === 'ratingGiven' && { ratedRef: one, raterRef: other ?? 'acc_0', score }),
      buyerRef: one,
      sellerRef: other,
      payerRef: one,
      payeeRef: other,
      total,
      amount: total,
    },
    praetorparties: parties,
  }));
const events = fc.array(event, { maxLength: 120 });

function all(heard: readonly Happening[], portion = heard.length, version = model.version): Map<string, Profile> {
  const profiles = new Map<string, Profile>();
  for (let from = 0; from < heard.length; from += portion) {
    const signals = heard.slice(from, from + portion).flatMap(signalsOf);
    for (const [id, profile] of witnessAll(profiles, signals, modelOf(version), now)) profiles.set(id, profile);
  }
  return profiles;
}

test.each(['v1', 'v2'])(
  'by model %s, out of order, late, from the future, absurd: bounded, explained, never not a number',
  (version) => {
    fc.assert(
      fc.property(events, fc.constantFrom(now, 0, Date.UTC(2120, 0, 1)), (heard, at) => {
        for (const profile of all(heard, 7, version).values()) {
          const { score, explanation, evidence } = evaluate(profile, modelOf(version), at).assessment;
          expect(Number.isInteger(score) && score >= 0 && score <= 1000).toBe(true);
          expect(explanation.reduce((sum, { points }) => sum + points, 0)).toBe(score);
          expect(Number.isSafeInteger(evidence)).toBe(true);
          expect(JSON.stringify(profile.state)).not.toMatch(/null|NaN|Infinity/);
          expect(profile.evaluatedAt).toBeLessThanOrEqual(now);
          expect(profile.state.recent.length).toBeLessThanOrEqual(keptSignals);
          expect(profile.state.voices?.length ?? 0).toBeLessThanOrEqual(keptVoices);
        }
      }),
    );
  },
);

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

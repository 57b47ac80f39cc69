import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { days } from '@praetor/kernel/clock';
import { assess, type Assessment } from './assess.ts';
import { riskLevels } from './model.ts';
import { currentModel as model, builtInModel } from './models.ts';
import { kinds, mostMagnitude, sides, type Kind, type Side, type Signal } from './signal.ts';
import { keptSignals } from './remembered.ts';
import { apply, blank, type TrustState } from './trust-state.ts';

const now = Date.UTC(2026, 0, 1);
const signalOf = (kind: Kind, side: Side = 'buyer', at = now, magnitude = 1000, eventId = 'evt'): Signal => ({
  accountId: 'acc',
  kind,
  side,
  at,
  magnitude,
  eventId,
});
const stateOf = (signals: readonly Signal[]): TrustState => signals.reduce((state, signal) => apply(state, signal, model), blank);
const times = (count: number, kind: Kind, side?: Side): Signal[] => Array.from({ length: count }, () => signalOf(kind, side));
const judge = (...signals: Signal[][]): Assessment => assess(stateOf(signals.flat()), model, now);

const anySignal = fc.record({
  accountId: fc.constant('acc'),
  kind: fc.constantFrom(...kinds),
  side: fc.constantFrom(...sides),
  at: fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min: now - days(500), max: now + days(20) }) },
    fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2100, 0, 1) }),
  ),
  magnitude: fc.integer({ min: 1, max: mostMagnitude }),
  eventId: fc.stringMatching(/^[a-z]{1,3}$/),
});
const anySignals = fc.array(anySignal, { maxLength: 80 });
const anyTime = fc.oneof(fc.constant(now), fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2120, 0, 1) }));

const ladder = ['low', 'new', 'standard', 'trusted', 'preferred'];

describe('whatever happened', () => {
  test('the score is whole and in bounds, and its explanation sums to it, strongest first', () => {
    fc.assert(
      fc.property(anySignals, anyTime, (signals, at) => {
        const { score, explanation, sideScores, evidence } = assess(stateOf(signals), model, at);
        for (const value of [score, ...Object.values(sideScores).filter((side) => side !== null)]) {
          expect(Number.isInteger(value) && value >= 0 && value <= 1000).toBe(true);
        }
        expect(Number.isSafeInteger(evidence)).toBe(true);
        expect(explanation.reduce((sum, { points }) => sum + points, 0)).toBe(score);
        const strengths = explanation.map(({ points }) => Math.abs(points));
        expect(strengths).toEqual(strengths.toSorted((left, right) => right - left));
        expect(explanation.every(({ points }) => Number.isInteger(points))).toBe(true);
      }),
    );
  });

  test('the order of arrival makes no difference to the bit, nor does keeping the state as JSON in between', () => {
    const shuffled = anySignals.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    fc.assert(
      fc.property(shuffled, anyTime, ([list, other], at) => {
        expect(stateOf(other)).toEqual(stateOf(list));
        const kept = JSON.parse(JSON.stringify(stateOf(other), (_, value: unknown) => reversed(value))) as TrustState;
        expect(assess(kept, model, at)).toEqual(assess(stateOf(list), model, at));
      }),
    );
  });

  test('a state stays small', () => {
    const many = fc.array(anySignal, { minLength: 200, maxLength: 400 });
    fc.assert(
      fc.property(many, (signals) => {
        const { evidence, recent } = stateOf(signals);
        expect(Object.keys(evidence).length).toBeLessThanOrEqual(kinds.length * sides.length);
        expect(recent).toHaveLength(keptSignals);
      }),
      { numRuns: 10 },
    );
  });

  test('as time passes and nothing happens, the score goes back to where everyone begins', () => {
    fc.assert(
      fc.property(fc.constantFrom(...kinds), fc.constantFrom(...sides), fc.integer({ min: 1, max: 50 }), (kind, side, count) => {
        const state = { ...stateOf(times(count, kind, side)), facts: {} };
        const away = [0, 30, 90, 400, 4000].map((wait) => Math.abs(assess(state, model, now + days(wait)).score - 500));
        expect(away).toEqual(away.toSorted((left, right) => right - left));
        expect(assess(state, model, now + days(80_000))).toMatchObject({ score: 500, tier: 'new', validUntil: null });
      }),
    );
  });
});

describe('the model', () => {
  test('knows nothing of a new account, and lets good conduct climb', () => {
    expect(judge()).toMatchObject({
      score: 500,
      tier: 'new',
      riskLevel: 'medium',
      validUntil: null,
      sideScores: { buyer: null, seller: null },
    });
    expect(judge(times(3, 'orderCompleted'))).toMatchObject({ score: 636, tier: 'standard', riskLevel: 'low' });
    expect(judge(times(10, 'orderCompleted')).tier).toBe('trusted');
    expect(judge(times(30, 'orderCompleted'))).toMatchObject({ tier: 'preferred', limits: { manualReview: false } });
  });

  test('explains itself in words and whole points', () => {
    const { score, explanation } = judge(times(10, 'orderCompleted'), times(1, 'chargebackRaised'));
    expect(score).toBe(667);
    expect(explanation).toEqual([
      { factor: 'start', side: null, points: 500 },
      { factor: 'orders', side: 'buyer', points: 238 },
      { factor: 'chargebacks', side: 'buyer', points: -71 },
    ]);
  });

  test('restricts by risk, however good the score is', () => {
    const loyal = judge(times(100, 'orderCompleted'), times(3, 'couponAbused'));
    expect(loyal).toMatchObject({ tier: 'preferred', riskLevel: 'critical' });
    expect(loyal.limits).toMatchObject({
      couponEligible: false,
      manualReview: true,
      payoutDelayDays: 30,
      paymentMethods: ['prepaid'],
    });
  });

  test('does not let fraud as a seller hide behind purchases', () => {
    const fraud = times(4, 'disputeLost', 'seller');
    const hidden = judge(times(60, 'orderCompleted', 'buyer'), fraud);
    const honest = judge(times(60, 'orderCompleted', 'seller'), fraud);
    expect(hidden.score).toBeLessThan(honest.score);
    expect(hidden.sideScores.seller).toBeLessThan(400);
    expect(hidden.sideScores.buyer).toBeGreaterThan(900);
    const abuse = times(4, 'couponAbused', 'buyer');
    expect(judge(times(60, 'orderCompleted', 'seller'), abuse).score).toBe(
      judge(times(60, 'orderCompleted', 'buyer'), times(4, 'couponAbused', 'seller')).score,
    );
    expect(judge(times(60, 'orderCompleted', 'seller'), abuse).score).toBeLessThan(
      judge(times(60, 'orderCompleted'), abuse).score,
    );
  });

  test('never gives less risk, or a better tier, for one more bad signal', () => {
    const bad = kinds.filter((kind) => model.kinds[kind].weight < 0);
    fc.assert(
      fc.property(anySignals, fc.constantFrom(...bad), fc.constantFrom(...sides), (signals, kind, side) => {
        const before = judge(signals);
        const after = judge(signals, times(1, kind, side));
        expect(after.score).toBeLessThanOrEqual(before.score);
        expect(ladder.indexOf(after.tier)).toBeLessThanOrEqual(ladder.indexOf(before.tier));
        expect(riskLevels.indexOf(after.riskLevel)).toBeGreaterThanOrEqual(riskLevels.indexOf(before.riskLevel));
      }),
    );
  });

  test('an assessment holds until the end of its day', () => {
    const state = stateOf(times(1, 'orderCompleted'));
    for (const at of [now, now + days(1) - 1]) expect(assess(state, model, at).validUntil).toBe(now + days(1));
  });

  test('is found by its version, and no other is', () => {
    expect(builtInModel('v3')).toBe(model);
    expect(builtInModel('v0')).toBeUndefined();
  });
});

/** The same object with its keys the other way round, as a database may give them back. */
function reversed(value: unknown): unknown {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? Object.fromEntries(Object.entries(value).toReversed()) : value;
}

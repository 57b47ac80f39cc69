import { days } from '@praetor/kernel/clock';
import { InvalidInput } from '@praetor/kernel/refusal';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { replayed, type Known } from './backtest.ts';
import type { BacktestReport } from './backtest-report.ts';
import { chosenWindow, usualWindow } from './backtest-window.ts';
import { breachesOf, usualGate, type ModelGate } from './model-gate.ts';
import { currentModel } from './models.ts';
import { badOutcomes, outcomeOf } from './outcome.ts';
import { witnessAll, type Profile } from './profile.ts';
import { shareOf } from './proportion.ts';
import { kinds, sides, type Signal } from './signal.ts';

const start = Date.UTC(2026, 0, 1);
const accounts = ['acc_1', 'acc_2', 'acc_3'];
const anySignal: fc.Arbitrary<Signal> = fc.record(
  {
    accountId: fc.constantFrom(...accounts),
    kind: fc.constantFrom(...kinds),
    side: fc.constantFrom(...sides),
    at: fc.integer({ min: start - days(400), max: start + days(10) }),
    magnitude: fc.integer({ min: 1, max: 3000 }),
    from: fc.option(fc.constantFrom(...accounts)),
    eventId: fc.stringMatching(/^[a-z]{1,3}$/),
  },
  { requiredKeys: ['accountId', 'kind', 'side', 'at', 'magnitude', 'eventId'] },
);

describe('a replay', () => {
  const models = { live: currentModel, draft: { ...currentModel, crossSide: 0, prior: { good: 2, bad: 6 } } };

  test('is what the consumer does, by each model, in portions of any size', () => {
    fc.assert(
      fc.property(fc.array(anySignal, { maxLength: 60 }), fc.integer({ min: 1, max: 20 }), (signals, size) => {
        const known = new Map<string, Known>();
        for (let from = 0; from < signals.length; from += size)
          for (const [id, one] of replayed(
            known,
            signals.slice(from, from + size).map((statement) => ({ statement, heardAt: start })),
            models,
          ))
            known.set(id, one);
        for (const side of ['live', 'draft'] as const) {
          const heard: ReadonlyMap<string, Profile> = witnessAll(new Map(), signals, models[side], start);
          expect([...known.keys()].toSorted()).toEqual([...heard.keys()].toSorted());
          for (const [id, { state, evaluatedAt }] of heard) expect(known.get(id)![side]).toEqual({ state, evaluatedAt });
        }
      }),
    );
  });
});

describe('an outcome', () => {
  const said = (kind: Signal['kind'], at: number, magnitude = 1000): Signal => {
    return { accountId: 'acc', kind, side: 'buyer', at, magnitude, eventId: 'e' };
  };

  test('is of the kinds that say how it ended, strictly after the instant and not after the end', () => {
    for (const kind of kinds) {
      const worth = outcomeOf(said(kind, start + 1), start, start + 2);
      const expected = (badOutcomes as readonly string[]).includes(kind) ? 1000 : kind === 'reinstated' ? -1000 : 0;
      expect(worth, kind).toBe(expected);
      for (const at of [start - 1, start, start + 3]) expect(outcomeOf(said(kind, at), start, start + 2), kind).toBe(0);
    }
    expect(outcomeOf(said('chargebackRaised', start + 1, 500), start, start + 2)).toBe(500);
    expect(
      outcomeOf(
        { accountId: 'a', at: start + 1, eventId: 'e', fact: 'barred', because: 'suspended', is: true },
        start,
        start + 2,
      ),
    ).toBe(0);
  });
});

describe('a window', () => {
  const span = fc
    .tuple(fc.integer({ min: 0, max: start }), fc.integer({ min: 1, max: days(3000) }))
    .map(([from, length]) => ({ from, until: from + length }));

  test('lies in history, ends with it, is as long as demanded, and of younger history the later half', () => {
    fc.assert(
      fc.property(span, fc.integer({ min: 1, max: 730 }), (history, demanded) => {
        const { scoredAt, until } = usualWindow(history, demanded);
        expect(until).toBe(history.until);
        expect(scoredAt).toBeGreaterThanOrEqual(history.from);
        expect(scoredAt).toBeLessThan(until);
        expect(until - scoredAt).toBeLessThanOrEqual(days(demanded) + 1);
        expect(Math.abs(until - scoredAt - Math.min(days(demanded), (until - history.from) / 2))).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('that somebody chose is refused outside of history, or turned around', () => {
    const history = { from: start, until: start + days(100) };
    const usual = usualWindow(history, 30);
    const at = (day: number) => new Date(start + days(day));
    expect(chosenWindow(history, usual, { scoredAt: at(10) })).toEqual({ scoredAt: start + days(10), until: history.until });
    expect(chosenWindow(history, usual, { until: at(50) })).toEqual({ scoredAt: start + days(49), until: start + days(50) });
    for (const chosen of [{ scoredAt: at(-1) }, { until: at(101) }, { scoredAt: at(50), until: at(50) }])
      expect(() => chosenWindow(history, usual, chosen)).toThrow(InvalidInput);
  });
});

describe('the gate', () => {
  const report = (more: Partial<BacktestReport>): BacktestReport =>
    ({ tierChanged: shareOf(0, 100), flipped: shareOf(0, 0), auc: null, bad: 5, ...more }) as BacktestReport;
  const lost = (value: number, high: number) => {
    const estimate = { value: 0.8, low: 0.7, high: 0.9 };
    return { auc: { live: estimate, draft: estimate, difference: { value, low: value * 2, high } } };
  };
  test.each<[string, Partial<BacktestReport>, Partial<ModelGate>, string[]]>([
    ['nothing much', {}, {}, []],
    ['exactly as much as is allowed', { tierChanged: shareOf(20, 100), flipped: shareOf(10, 100) }, {}, []],
    ['more', { tierChanged: shareOf(21, 100), flipped: shareOf(11, 100) }, {}, ['tierChanged', 'decisionsFlipped']],
    ['a loss that chance may explain', lost(-0.1, 0.01), {}, []],
    ['a loss that it does not', lost(-0.1, -0.01), {}, ['aucLost']],
    ['one that is borne', lost(-0.1, -0.01), { mostAucLossPermille: 100 }, []],
    ['a gain', lost(0.1, 0.2), {}, []],
    ['too little to tell', {}, { leastBad: 6 }, ['tooFewOutcomes']],
  ])('%s', (_, found, demands, breaches) => {
    expect(breachesOf(report(found), { ...usualGate, ...demands })).toEqual(breaches);
  });
});

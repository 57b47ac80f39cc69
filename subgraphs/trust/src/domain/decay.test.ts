import fc from 'fast-check';
import { expect, test } from 'vitest';
import { days } from '@praetor/kernel/clock';
import { addEvidence, evidenceAt, halfLives, keptEpochs, type Evidence } from './decay.ts';
import { mostMagnitude } from './signal.ts';

const halfLife = halfLives.medium;
const start = Date.UTC(2026, 0, 1);
const item = fc.record({
  at: fc.integer({ min: start, max: start + days(4000) }),
  magnitude: fc.integer({ min: 1, max: mostMagnitude }),
});
const items = fc.array(item, { maxLength: 60 });
const shuffled = items.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })));

const sumOf = (list: readonly { at: number; magnitude: number }[]): Evidence =>
  list.reduce<Evidence>((sum, { at, magnitude }) => addEvidence(sum, halfLife, at, magnitude), []);

test('one thing is worth one now, half after a half-life, a quarter after two', () => {
  const evidence = addEvidence([], halfLife, start, 1000);
  const worth = [0, 1, 2, 10].map((times) => evidenceAt(evidence, halfLife, start + times * halfLife));
  for (const [index, expected] of [1, 1 / 2, 1 / 4, 1 / 1024].entries()) expect(worth[index]).toBeCloseTo(expected, 4);
});

test('agrees with the textbook sum of 2^(-age / half-life)', () => {
  fc.assert(
    fc.property(items, (list) => {
      const now = start + days(4001);
      const newest = Math.max(0, ...list.map(({ at }) => Math.floor(at / halfLife)));
      const kept = list.filter(({ at }) => Math.floor(at / halfLife) > newest - keptEpochs);
      const textbook = kept.reduce((sum, { at, magnitude }) => sum + (magnitude / 1000) * 2 ** (-(now - at) / halfLife), 0);
      expect(evidenceAt(sumOf(kept), halfLife, now)).toBeCloseTo(textbook, 3);
    }),
  );
});

test('is the same to the bit in whatever order things come, and of bounded size', () => {
  fc.assert(
    fc.property(shuffled, ([list, other]) => {
      expect(sumOf(other)).toEqual(sumOf(list));
      expect(sumOf(list).length).toBeLessThanOrEqual(keptEpochs);
    }),
  );
});

test('what is newest is kept, what is oldest goes', () => {
  const years = Array.from({ length: keptEpochs + 5 }, (_, index) => ({ at: start + index * halfLife, magnitude: 1000 }));
  const kept = sumOf(years);
  expect(kept).toHaveLength(keptEpochs);
  expect(kept.at(-1)![0]).toBe(Math.floor(years.at(-1)!.at / halfLife));
  expect(evidenceAt(kept, halfLife, years.at(-1)!.at)).toBeCloseTo(2, 3);
});

test('never grows while nothing happens', () => {
  fc.assert(
    fc.property(items, fc.array(fc.nat({ max: days(3000) }), { minLength: 2, maxLength: 20 }), (list, waits) => {
      const moments = waits.toSorted((left, right) => left - right).map((wait) => start + days(4000) + wait);
      const worth = moments.map((now) => evidenceAt(sumOf(list), halfLife, now));
      expect(worth).toEqual(worth.toSorted((left, right) => right - left));
    }),
  );
});

test('does not count what has not happened yet, and then does', () => {
  const evidence = addEvidence([], halfLife, start + 3 * halfLife, 1000);
  expect(evidenceAt(evidence, halfLife, start)).toBe(0);
  expect(evidenceAt(evidence, halfLife, start + 3 * halfLife)).toBeCloseTo(1, 4);
});

test('stops growing instead of losing its exactness', () => {
  const epoch = Math.floor(start / halfLife);
  const full = addEvidence([[epoch, 2 ** 52]], halfLife, start, mostMagnitude);
  expect(full).toEqual([[epoch, 2 ** 52]]);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { latencyBucketOf, latencyBuckets, latencyQuantile } from './latency-sketch.ts';

const sketchOf = (durations: readonly number[]): number[] => {
  const counts = Array.from({ length: latencyBuckets }, () => 0);
  for (const duration of durations) counts[latencyBucketOf(duration)]! += 1;
  return counts;
};

test('a quantile is told at most a fifth too high, and never too low', () => {
  const durations = fc.array(fc.double({ min: 1, max: 90_000, noNaN: true }), { minLength: 1, maxLength: 300 });
  fc.assert(
    fc.property(durations, fc.constantFrom(0.5, 0.95, 1), (given, share) => {
      const exact = given.toSorted((a, b) => a - b)[Math.ceil(share * given.length) - 1]!;
      const told = latencyQuantile(sketchOf(given), share)!;
      expect(told).toBeGreaterThanOrEqual(exact * 0.999_999);
      expect(told).toBeLessThanOrEqual(exact * 1.2001);
    }),
  );
});

test('nothing took no time at all, and what takes for ever is in the last bucket', () => {
  expect(latencyQuantile([], 0.95)).toBeNull();
  expect(latencyQuantile([0, 0], 0.95)).toBeNull();
  expect([0, -1, 0.2].map(latencyBucketOf)).toEqual([0, 0, 0]);
  expect(latencyBucketOf(Number.POSITIVE_INFINITY)).toBe(latencyBuckets - 1);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { apportion } from './apportion.ts';

test('gives whole numbers near the exact ones, whose sum is the total', () => {
  expect(apportion([1.5, 2.25, -0.75], 3)).toEqual([2, 2, -1]);
  expect(apportion([500.4, -0.4], 500)).toEqual([500, 0]);
  const parts = fc.array(fc.double({ min: -1000, max: 1000, noNaN: true }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(parts, (exact) => {
      const total = Math.round(exact.reduce((sum, value) => sum + value, 0));
      const whole = apportion(exact, total);
      expect(whole.reduce((sum, value) => sum + value, 0) === total).toBe(true);
      for (const [index, value] of whole.entries()) expect(Math.abs(value - exact[index]!)).toBeLessThanOrEqual(1);
    }),
  );
});

test('takes back what the error of adding doubles gave too much', () => {
  expect(apportion([2.5, 3], 4)).toEqual([2, 2]);
});

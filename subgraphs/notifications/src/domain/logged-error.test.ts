import fc from 'fast-check';
import { expect, test } from 'vitest';
import { groupErrors, type LoggedError } from './logged-error.ts';

const error = (message: string, more: Partial<LoggedError> = {}): LoggedError => ({
  service: 'checkout',
  severity: 'error',
  message,
  code: null,
  ...more,
});

test('a flood of one error is one alert, as grave as the gravest, with the last of its messages', () => {
  const groups = groupErrors([
    error('Order 17 failed after 3 tries'),
    error('Order 4711 failed after 9 tries', { severity: 'critical' }),
    error('No stock'),
    error('Order 5 failed after 1 tries', { severity: 'info' }),
  ]);
  expect(groups).toMatchObject([
    {
      title: 'checkout: Order # failed after # tries',
      count: 3,
      severity: 'critical',
      detail: 'Order 5 failed after 1 tries',
      last: 3,
    },
    { title: 'checkout: No stock', count: 1, severity: 'warning', last: 2 },
  ]);
});

test('a code says what is the same error, per service', () => {
  const groups = groupErrors([
    error('one', { code: 'E1' }),
    error('two', { code: 'E1' }),
    error('one', { code: 'E1', service: 'search' }),
    error('one', { code: 'E2' }),
  ]);
  expect(groups.map(({ dedupKey, count }) => [dedupKey, count])).toEqual([
    ['error:checkout:E1', 2],
    ['error:search:E1', 1],
    ['error:checkout:E2', 1],
  ]);
});

test('whatever is logged: nothing is lost, and every text fits its column and can be stored', () => {
  const logged = fc.record({
    service: fc.string({ unit: 'binary', minLength: 1, maxLength: 100 }),
    severity: fc.constantFrom('info', 'warning', 'error', 'critical'),
    message: fc.string({ unit: 'binary', minLength: 1, maxLength: 4000 }),
    code: fc.option(fc.string({ unit: 'binary', minLength: 1, maxLength: 100 })),
  });
  fc.assert(
    fc.property(fc.array(logged, { maxLength: 20 }), (errors) => {
      const groups = groupErrors(errors);
      expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(errors.length);
      for (const { title, dedupKey } of groups) {
        for (const text of [title, dedupKey]) {
          expect(text.length).toBeLessThanOrEqual(200);
          expect(text.isWellFormed()).toBe(true);
        }
      }
    }),
    { numRuns: 100 },
  );
});

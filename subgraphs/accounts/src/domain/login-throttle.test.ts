import { after, hours, minutes } from '@praetor/kernel/clock';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { noFailures, takeAttempt, throttles, type Failures } from './login-throttle.ts';

const throttle = throttles.address;
const start = new Date('2026-01-15T12:00:00Z');

/** Attempts as often as possible, each the moment the last block ends: the waits between them, in minutes. */
function waits(count: number): number[] {
  let failures: Failures = noFailures;
  let now = start;
  return Array.from({ length: count }, () => {
    failures = takeAttempt(failures, now)!;
    const next = failures.blockedUntil ?? now;
    const waited = (next.getTime() - now.getTime()) / minutes(1);
    now = next;
    return waited;
  });
}

test('four are free; from the fifth on each costs twice the time, up to an hour', () => {
  expect(waits(13)).toEqual([0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]);
});

test('while blocked, none is looked at, and none is counted', () => {
  const blocked: Failures = { count: 5, lastAt: start, blockedUntil: after(start, minutes(1)) };
  expect(takeAttempt(blocked, after(start, minutes(1) - 1))).toBeNull();
  expect(takeAttempt(blocked, after(start, minutes(1)))).toMatchObject({ count: 6 });
});

test('a day without a wrong one is forgotten', () => {
  const old: Failures = { count: 9, lastAt: start, blockedUntil: null };
  expect(takeAttempt(old, after(start, hours(throttle.forgetHours) - 1))).toMatchObject({ count: 10 });
  expect(takeAttempt(old, after(start, hours(throttle.forgetHours)))).toMatchObject({ count: 1, blockedUntil: null });
});

test('however a stranger spaces guesses within a day, few are looked at', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: minutes(30) }), { maxLength: 300 }), (gaps) => {
      let failures: Failures = noFailures;
      let now = start;
      let looked = 0;
      for (const gap of gaps) {
        now = after(now, gap);
        if (now >= after(start, hours(24))) break;
        const next = takeAttempt(failures, now);
        if (!next) continue;
        looked += 1;
        failures = next;
      }
      expect(looked).toBeLessThanOrEqual(throttle.free + 6 + 24);
    }),
  );
});

import type { Clock } from '@praetor/kernel/clock';

export interface TestClock {
  readonly now: Clock;
  /** Lets time pass. */
  advance(milliseconds: number): void;
}

/** A clock that stands still until it is told to move. */
export function testClock(start = '2026-01-15T12:00:00.000Z'): TestClock {
  let now = new Date(start).getTime();
  return { now: () => new Date(now), advance: (milliseconds) => void (now += milliseconds) };
}

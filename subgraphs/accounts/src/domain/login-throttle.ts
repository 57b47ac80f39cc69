import { after, hours, minutes } from '@praetor/kernel/clock';

/** How many wrong passwords in a row are free, and how long each further one stops logins: doubling, up to an hour. */
export const throttle = { freeFailures: 5, firstMinutes: 1, mostMinutes: 60, forgetHours: 24 } as const;

/** Wrong passwords in a row, as the account remembers them. */
export interface Failures {
  readonly count: number;
  readonly lastAt: Date | null;
  /** Until then passwords are not looked at. */
  readonly blockedUntil: Date | null;
}

export const noFailures: Failures = { count: 0, lastAt: null, blockedUntil: null };

/**
 * Takes one attempt before the password is looked at, and counts it as failed until it proves right: however many guess at
 * once, no more passwords are checked than the policy allows. Null when none may be checked now.
 */
export function takeAttempt(failures: Failures, now: Date): Failures | null {
  if (failures.blockedUntil && failures.blockedUntil > now) return null;
  const stale = failures.lastAt && after(failures.lastAt, hours(throttle.forgetHours)) <= now;
  const count = (stale ? 0 : failures.count) + 1;
  return { count, lastAt: now, blockedUntil: blockedUntil(count, now) };
}

function blockedUntil(count: number, now: Date): Date | null {
  if (count < throttle.freeFailures) return null;
  const delay = throttle.firstMinutes * 2 ** Math.min(count - throttle.freeFailures, 16);
  return after(now, minutes(Math.min(delay, throttle.mostMinutes)));
}

import { after, hours, minutes } from '@praetor/kernel/clock';

/** How many tries are free, and how long each further one stops the next: doubling, up to a limit. */
export interface Throttle {
  readonly free: number;
  readonly firstMinutes: number;
  readonly mostMinutes: number;
  /** After so long without a try everything is forgotten. */
  readonly forgetHours: number;
}

/** What is counted, and how strictly. */
export const throttles = {
  /** Wrong passwords for one address, by whoever is not known on it; whether it has an account or not. */
  address: { free: 5, firstMinutes: 1, mostMinutes: 60, forgetHours: 24 },
  /** From one device that its owner logged in from before: strangers who guess do not keep the owner out. */
  device: { free: 5, firstMinutes: 1, mostMinutes: 60, forgetHours: 24 },
  /** By whoever is signed in, of their own password. */
  inside: { free: 5, firstMinutes: 1, mostMinutes: 60, forgetHours: 24 },
  /** From one network address, for whichever accounts. */
  network: { free: 100, firstMinutes: 1, mostMinutes: 60, forgetHours: 1 },
  /** In one of the eight parts of a tenant: the addresses are spread over them, so that logins do not wait for one another. */
  tenant: { free: 500, firstMinutes: 1, mostMinutes: 5, forgetHours: 0.25 },
  /** Messages to one address or number. */
  recipient: { free: 5, firstMinutes: 10, mostMinutes: 60, forgetHours: 6 },
  /** Messages asked for from one network address. */
  asker: { free: 30, firstMinutes: 1, mostMinutes: 60, forgetHours: 1 },
} as const satisfies Record<string, Throttle>;
export type ThrottleName = keyof typeof throttles;

/** Tries in a row, as they are remembered. */
export interface Failures {
  readonly count: number;
  readonly lastAt: Date | null;
  /** Until then nothing is looked at. */
  readonly blockedUntil: Date | null;
}

export const noFailures: Failures = { count: 0, lastAt: null, blockedUntil: null };

/**
 * Takes one attempt before the password is looked at, and counts it as failed until it proves right: however many guess at
 * once, no more passwords are checked than the policy allows. Null when none may be checked now.
 */
export function takeAttempt(failures: Failures, now: Date, throttle: Throttle = throttles.address): Failures | null {
  if (failures.blockedUntil && failures.blockedUntil > now) return null;
  const stale = failures.lastAt && after(failures.lastAt, hours(throttle.forgetHours)) <= now;
  const count = (stale ? 0 : failures.count) + 1;
  return { count, lastAt: now, blockedUntil: blockedUntil(count, now, throttle) };
}

function blockedUntil(count: number, now: Date, { free, firstMinutes, mostMinutes }: Throttle): Date | null {
  if (count < free) return null;
  const delay = firstMinutes * 2 ** Math.min(count - free, 16);
  return after(now, minutes(Math.min(delay, mostMinutes)));
}

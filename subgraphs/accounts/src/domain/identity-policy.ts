import { after, hours, minutes } from '@praetor/kernel/clock';

/** What a marketplace decides of its people's passwords and sessions. */
export interface IdentityPolicy {
  /** How long a session lasts without being refreshed, in minutes. */
  readonly idleMinutes: number;
  /** How long it lasts at all, in hours. */
  readonly sessionHours: number;
  /** The same for accounts with a staff role. */
  readonly staffIdleMinutes: number;
  readonly staffSessionHours: number;
  /** Characters of a password that stands alone. */
  readonly passwordLeast: number;
  /** The same where a second factor is asked for, too. */
  readonly passwordLeastWithFactor: number;
  /** Words that whoever guesses at this marketplace tries first: products, places, campaigns. */
  readonly passwordWords: readonly string[];
  /** Whether links by e-mail sign in. Never those of staff. */
  readonly magicLinks: boolean;
  /** After how many days an address that nobody proved is free again. */
  readonly pendingDays: number;
}

/**
 * Without a marketplace's own. Sessions: NIST SP 800-63B-4 has 30 days at AAL1 and at AAL2 24 hours, an hour without use.
 * Passwords: its section 3.1.1.2 has 15 characters alone and 8 beside another factor.
 */
export const usualPolicy: IdentityPolicy = {
  idleMinutes: 14 * 24 * 60,
  sessionHours: 30 * 24,
  staffIdleMinutes: 60,
  staffSessionHours: 24,
  passwordLeast: 15,
  passwordLeastWithFactor: 8,
  passwordWords: [],
  magicLinks: true,
  pendingDays: 7,
};

export const policyNames = Object.keys(usualPolicy) as (keyof IdentityPolicy)[];

/**
 * What a marketplace may decide. An access token counts ten minutes without being refreshed, so idleness is more than that;
 * staff's day and the eight characters are the standard's own limits.
 */
export const policyBounds = {
  idleMinutes: [15, 90 * 24 * 60],
  sessionHours: [1, 90 * 24],
  staffIdleMinutes: [15, 24 * 60],
  staffSessionHours: [1, 24],
  passwordLeast: [8, 64],
  passwordLeastWithFactor: [8, 64],
  pendingDays: [1, 30],
} as const satisfies Partial<Record<keyof IdentityPolicy, readonly [least: number, most: number]>>;

/** How many words, and how long. */
export const passwordWordBounds = { most: 200, least: 3, longest: 40 } as const;

type Limits = Pick<IdentityPolicy, 'idleMinutes' | 'sessionHours' | 'staffIdleMinutes' | 'staffSessionHours'>;

/** When a session that is opened now ends, whatever is done in it. */
export const sessionExpiry = (now: Date, policy: Limits, isStaff: boolean): Date =>
  after(now, hours(isStaff ? policy.staffSessionHours : policy.sessionHours));

/** Whether whoever reads an account's address signs in by that alone: OWASP ASVS 6.3.6 would have it for nobody. */
export const allowsMagicLinks = ({ magicLinks }: Pick<IdentityPolicy, 'magicLinks'>, isStaff: boolean): boolean =>
  magicLinks && !isStaff;

interface Times {
  readonly createdAt: Date;
  readonly refreshedAt: Date;
  readonly expiresAt: Date;
}

/**
 * Until when a session counts if nothing more is done in it: both its times, under the policy and the roles of now. Use is
 * known by its refreshes: an access token is good for ten minutes, so whoever is active refreshes, and nothing is written on
 * each request.
 */
export function countsUntil({ createdAt, refreshedAt, expiresAt }: Times, policy: Limits, isStaff: boolean): Date {
  const idle = after(refreshedAt, minutes(isStaff ? policy.staffIdleMinutes : policy.idleMinutes));
  const oldest = sessionExpiry(createdAt, policy, isStaff);
  return new Date(Math.min(idle.getTime(), oldest.getTime(), expiresAt.getTime()));
}

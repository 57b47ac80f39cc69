import { after, minutes } from '@praetor/kernel/clock';
import { InvalidInput } from '@praetor/kernel/refusal';

/** Impersonation is short: long enough to see what someone sees, and no longer. */
export const impersonationMinutes = { default: 15, most: 60 } as const;

/** The roles that have the permission `account:impersonate`; a test holds the two together. */
export const impersonatorRoles = ['SUPPORT', 'ADMIN'] as const;

export const impersonationEnds = ['ended', 'expired', 'revoked'] as const;
export type ImpersonationEnd = (typeof impersonationEnds)[number];

/** When it ends by itself. */
export function impersonationEnd(asked: number | null, now: Date): Date {
  const length = asked ?? impersonationMinutes.default;
  if (!Number.isInteger(length) || length < 1 || length > impersonationMinutes.most)
    throw new InvalidInput([{ path: ['minutes'], message: `Ask for 1 to ${impersonationMinutes.most} minutes.` }]);
  return after(now, minutes(length));
}

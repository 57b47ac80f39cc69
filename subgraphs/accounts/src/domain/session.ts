import { after, days, minutes } from '@praetor/kernel/clock';

/** How long what a login gives lasts. Access tokens are short because only their signature is checked offline. */
export const lifetimes = { accessMinutes: 10, sessionDays: 30 } as const;

export const accessExpiry = (now: Date): Date => after(now, minutes(lifetimes.accessMinutes));
export const sessionExpiry = (now: Date): Date => after(now, days(lifetimes.sessionDays));
export const sessionEnds = [
  'logout',
  'revoked',
  'reuseDetected',
  'foreignDevice',
  'passwordChanged',
  'locked',
  'suspended',
  'impersonationEnded',
  'factorChanged',
  'closed',
] as const;
export type SessionEnd = (typeof sessionEnds)[number];

import { after, minutes } from '@praetor/kernel/clock';

/** Access tokens are short because only their signature is checked offline. How long sessions last: `identity-policy.ts`. */
const accessMinutes = 10;

export const accessExpiry = (now: Date): Date => after(now, minutes(accessMinutes));
export const sessionEnds = [
  'logout',
  'revoked',
  'reuseDetected',
  'foreignDevice',
  'idle',
  'passwordChanged',
  'locked',
  'suspended',
  'impersonationEnded',
  'factorChanged',
  'closed',
  'providerLogout',
] as const;
export type SessionEnd = (typeof sessionEnds)[number];

import { z } from 'zod';
import { defineEvent } from './contract.ts';

/** What one subgraph did on `accounts.erasureRequested.v1`: how many rows of which kind it wiped or removed. */
const shape = { accountId: z.string(), closingId: z.string(), erased: z.record(z.string(), z.int().nonnegative()) };

export const subjectErased = {
  accounts: defineEvent('accounts.subjectErased.v1', shape),
  trust: defineEvent('trust.subjectErased.v1', shape),
  admin: defineEvent('admin.subjectErased.v1', shape),
  audit: defineEvent('audit.subjectErased.v1', shape),
  disputes: defineEvent('disputes.subjectErased.v1', shape),
  notifications: defineEvent('notifications.subjectErased.v1', shape),
} as const;

import { z } from 'zod';
import { defineEvent, EntityRef } from './contract.ts';

/** An attempt that a rule or policy stopped: audited like what succeeded, with `praetorstatus: refused`. */
const shape = { action: z.string(), code: z.string(), message: z.string(), target: EntityRef.nullable() };

export const refused = {
  accounts: defineEvent('accounts.actionRefused.v1', shape),
  trust: defineEvent('trust.actionRefused.v1', shape),
  admin: defineEvent('admin.actionRefused.v1', shape),
  audit: defineEvent('audit.actionRefused.v1', shape),
  disputes: defineEvent('disputes.actionRefused.v1', shape),
  notifications: defineEvent('notifications.actionRefused.v1', shape),
} as const;

export type SubgraphName = keyof typeof refused;
export const subgraphNames = Object.keys(refused) as SubgraphName[];

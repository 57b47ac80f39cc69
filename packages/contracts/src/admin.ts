import { z } from 'zod';
import { defineEvent, EntityRef } from './contract.ts';

/** A flag, the governed thing it is on, and the account that answers for that thing, when one is known. */
const flag = { flagId: z.string(), entity: EntityRef, accountId: z.string().nullable() };

/** Someone, or something, says that a thing needs a look. Raised again by the same reporter, the same flag counts one more. */
export const flagRaised = defineEvent(
  'admin.flagRaised.v1',
  {
    ...flag,
    category: z.string(),
    reason: z.string(),
    severity: z.enum(['low', 'medium', 'high', 'critical']),
    /** How often this reporter raised it while it is unresolved. */
    count: z.int().positive(),
  },
  { personal: ['reason'] },
);
export const flagAssigned = defineEvent('admin.flagAssigned.v1', { ...flag, assigneeId: z.string() });
export const flagUnassigned = defineEvent('admin.flagUnassigned.v1', { ...flag, formerAssigneeId: z.string() });
/** Staff wrote something down about a flag; what it says stays in admin. */
export const flagNoted = defineEvent('admin.flagNoted.v1', { ...flag, noteId: z.string() });
/** What staff decided. Whoever owns the account or the thing carries it out: `suspend` by accounts, `delist` by the marketplace. */
export const flagResolved = defineEvent(
  'admin.flagResolved.v1',
  { ...flag, resolution: z.enum(['dismiss', 'warn', 'suspend', 'delist']), reason: z.string() },
  { personal: ['reason'] },
);

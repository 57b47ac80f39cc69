import type { PolicyRequest } from '@praetor/authorization/cedar';
import type { FlagRow } from '../db/flag.entity.ts';

/** The flag as policies see it: who raised it, and whom it concerns. */
export function resourceOf(row: FlagRow): PolicyRequest['resource'] {
  return {
    type: 'Flag',
    id: row.id,
    attributes: { tenant: row.tenantId, raisedBy: row.raisedById, subject: row.accountId },
  };
}

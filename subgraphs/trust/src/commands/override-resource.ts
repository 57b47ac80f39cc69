import type { PolicyRequest } from '@praetor/authorization/cedar';
import type { TrustOverrideRow } from '../db/trust-override.entity.ts';

/** The override as policies see it. */
export const resourceOf = (row: TrustOverrideRow): PolicyRequest['resource'] => ({
  type: 'TrustOverride',
  id: row.id,
  attributes: {
    tenant: row.tenantId,
    requestedBy: row.requestedById,
    concerned: row.accountId,
    tier: row.tier,
    needsApproval: row.needsApproval,
  },
});

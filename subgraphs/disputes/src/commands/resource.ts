import type { Money } from '@praetor/kernel/money';
import type { PolicyRequest } from '@praetor/authorization/cedar';
import type { DisputeRow } from '../db/dispute.entity.ts';

/** The dispute as policies see it: its parties, and how much money the action would award. */
export function resourceOf(row: DisputeRow, award: Money | null): PolicyRequest['resource'] {
  return {
    type: 'Dispute',
    id: row.id,
    attributes: {
      tenant: row.tenantId,
      claimant: row.claimantId,
      respondent: row.respondentId,
      amountMinor: award?.minor,
      currency: award?.currency,
    },
  };
}

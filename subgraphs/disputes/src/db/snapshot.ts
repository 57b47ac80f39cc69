import type { DisputeRow } from './dispute.entity.ts';

/** What audit shows as before and after: the decisive columns, no free text. */
export function snapshot(row: DisputeRow): object {
  const {
    status,
    version,
    dueAt,
    reviewerId,
    decidedById,
    outcome,
    refundMinor,
    refundCurrency,
    appealed,
    closedWhy,
    answeredLate,
  } = row;
  return {
    status,
    version,
    dueAt,
    reviewerId,
    decidedById,
    outcome,
    refundMinor,
    refundCurrency,
    appealed,
    closedWhy,
    answeredLate,
  };
}

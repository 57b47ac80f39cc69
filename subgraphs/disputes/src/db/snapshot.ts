import type { DisputeRow } from './dispute.entity.ts';

const decisive = [
  'status',
  'dueAt',
  'reviewerId',
  'decidedById',
  'outcome',
  'refundMinor',
  'refundCurrency',
  'appealed',
  'closedWhy',
  'answeredLate',
] as const satisfies readonly (keyof DisputeRow)[];

/** What audit shows as before and after: the decisive columns, no free text. */
export const snapshot = (row: DisputeRow): object => Object.fromEntries(decisive.map((column) => [column, row[column]]));

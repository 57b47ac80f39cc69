import type { Room } from '@praetor/events/room';
import { keysetPage, type Page, type PageArguments } from '@praetor/postgres/page';
import { DisputeRow } from '../db/dispute.entity.ts';
import { statuses, type Status } from '../domain/dispute.ts';

export interface DisputeFilter {
  status?: Status | null | undefined;
  /** Only those this account is a party to. */
  partyId?: string | null | undefined;
}

/** Disputes of the tenant, newest first. Whether the caller may list them all was declared on the field. */
export function disputesPage(
  { em }: Room,
  page: PageArguments,
  { status, partyId }: DisputeFilter = {},
): Promise<Page<DisputeRow>> {
  const party = partyId as DisputeRow['claimantId'] | null | undefined;
  return keysetPage(
    em,
    DisputeRow,
    { ...(status && { status }), ...(party && { $or: [{ claimantId: party }, { respondentId: party }] }) },
    page,
  );
}

export interface StatusCount {
  status: Status;
  count: number;
}

/** How many disputes are in each status; statuses without any are counted as zero. */
export async function disputesSummary({ em }: Room): Promise<StatusCount[]> {
  const counts = await em.countBy(DisputeRow, 'status');
  return statuses.map((status) => ({ status, count: counts[status] ?? 0 }));
}

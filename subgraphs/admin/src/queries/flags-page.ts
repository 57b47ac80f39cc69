import type { Room } from '@praetor/events/room';
import type { Id } from '@praetor/kernel/id';
import { InvalidInput } from '@praetor/kernel/refusal';
import { keysetPage, type Page, type PageArguments } from '@praetor/postgres/page';
import { FlagRow } from '../db/flag.entity.ts';
import { isEntityType, statuses, type Status } from '../domain/flag.ts';

export interface FlagFilter {
  status?: Status | null | undefined;
  entityType?: string | null | undefined;
  assigneeId?: Id<'account'> | null | undefined;
  /** Only those that concern this account. */
  accountId?: Id<'account'> | null | undefined;
}

/** Flags of the tenant, newest first. Whether the caller may list them was declared on the field. */
export async function flagsPage({ em }: Room, page: PageArguments, filter: FlagFilter = {}): Promise<Page<FlagRow>> {
  const { status, entityType, assigneeId, accountId } = filter;
  if (entityType && !isEntityType(entityType))
    throw new InvalidInput([{ path: ['entityType'], message: 'Name a type as `account` or `sellerProfile`.' }]);
  return keysetPage(
    em,
    FlagRow,
    {
      ...(status && { status }),
      ...(entityType && { entityType }),
      ...(assigneeId && { assigneeId }),
      ...(accountId && { accountId }),
    },
    page,
  );
}

export interface StatusCount {
  status: Status;
  count: number;
}

/** How many flags are in each status; statuses without any are counted as zero. */
export async function flagsSummary({ em }: Room): Promise<StatusCount[]> {
  const counts = await em.countBy(FlagRow, 'status');
  return statuses.map((status) => ({ status, count: counts[status] ?? 0 }));
}

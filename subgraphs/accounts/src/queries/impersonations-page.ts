import type { Room } from '@praetor/events/room';
import type { Id } from '@praetor/kernel/id';
import { keysetPage, type Page, type PageArguments } from '@praetor/postgres/page';
import { ImpersonationRow } from '../db/impersonation.entity.ts';

/** Who acted as whom, newest first: in the tenant, or as one account. */
export const impersonationsPage = (
  { em }: Room,
  page: PageArguments,
  accountId: Id<'account'> | null = null,
): Promise<Page<ImpersonationRow>> => keysetPage(em, ImpersonationRow, accountId === null ? {} : { accountId }, page);

import type { Room } from '@praetor/events/room';
import type { Id } from '@praetor/kernel/id';
import { keysetPage, type Page, type PageArguments } from '@praetor/postgres/page';
import { AccountLinkRow } from '../db/account-link.entity.ts';

/** What an account shares with which others, the latest first. */
export const linkedAccountsPage = ({ em }: Room, page: PageArguments, accountId: Id<'account'>): Promise<Page<AccountLinkRow>> =>
  keysetPage(em, AccountLinkRow, { accountId }, page, { since: 'desc', otherAccountId: 'desc', evidence: 'desc' });

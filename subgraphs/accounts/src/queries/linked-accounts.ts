import type { Room } from '@praetor/events/room';
import type { Id } from '@praetor/kernel/id';
import { keysetPage, type Page, type PageArguments } from '@praetor/postgres/page';
import { AccountLinkRow } from '../db/account-link.entity.ts';
import { TraceRow } from '../db/trace.entity.ts';
import type { TraceKind } from '../domain/trace.ts';

/** What an account shares with which others, the latest first. */
export const linkedAccountsPage = ({ em }: Room, page: PageArguments, accountId: Id<'account'>): Promise<Page<AccountLinkRow>> =>
  keysetPage(em, AccountLinkRow, { accountId }, page, { since: 'desc', otherAccountId: 'desc', evidence: 'desc' });

/** What an account was seen with, by kind. */
export const tracesPage = (
  { em }: Room,
  page: PageArguments,
  accountId: Id<'account'>,
  kind?: TraceKind | null,
): Promise<Page<TraceRow>> =>
  keysetPage(em, TraceRow, { accountId, ...(kind != null && { kind }) }, page, { kind: 'asc', value: 'asc' });

import type { Room } from '@praetor/events/room';
import { keysetPage, type Page, type PageArguments } from '@praetor/postgres/page';
import { AccountRow } from '../db/account.entity.ts';
import type { Status } from '../domain/account.ts';
import { normalisedEmail } from '../domain/email.ts';

export interface AccountFilter {
  status?: Status | null | undefined;
  /** The beginning of an e-mail address. */
  search?: string | null | undefined;
}

/** Accounts of the tenant, newest first; those whose address begins with `search`, in its order. */
export function accountsPage({ em }: Room, page: PageArguments, { status, search }: AccountFilter): Promise<Page<AccountRow>> {
  const prefix = normalisedEmail(search ?? '').replaceAll(/[\\%_]/g, String.raw`\$&`);
  const where = { ...(status && { status }), ...(prefix && { email: { $like: `${prefix}%` } }) };
  return prefix ? keysetPage(em, AccountRow, where, page, { email: 'asc', id: 'asc' }) : keysetPage(em, AccountRow, where, page);
}

/** How many accounts the tenant has, the unclaimed ones too. */
export async function accountsSummary({ em }: Room): Promise<{ total: number }> {
  return { total: await em.count(AccountRow, {}) };
}

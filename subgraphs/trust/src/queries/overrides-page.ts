import type { Room } from '@praetor/events/room';
import { isId } from '@praetor/kernel/id';
import { keysetPage, type Page, type PageArguments } from '@praetor/postgres/page';
import { TrustOverrideRow } from '../db/trust-override.entity.ts';
import type { OverrideState } from '../domain/override.ts';

/** Overrides of the tenant, newest first. Whether the caller may list them was declared on the field. */
export function overridesPage(
  { em }: Room,
  page: PageArguments,
  { accountId, state }: { accountId?: string | null | undefined; state?: OverrideState | null | undefined },
): Promise<Page<TrustOverrideRow>> {
  if (accountId != null && !isId('account', accountId)) return keysetPage(em, TrustOverrideRow, { id: { $in: [] } }, page);
  return keysetPage(em, TrustOverrideRow, { ...(accountId != null && { accountId }), ...(state && { state }) }, page);
}

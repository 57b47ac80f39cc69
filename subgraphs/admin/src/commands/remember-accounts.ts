import type { EntityManager } from '@mikro-orm/postgresql';
import type { Id } from '@praetor/kernel/id';
import { KnownAccountRow } from '../db/known-account.entity.ts';

/** What an event says of an account: a whole set of roles, one more, one less, or whether it is active. */
export interface AccountNews {
  accountId: Id<'account'>;
  roles?: readonly string[];
  assigned?: string;
  revoked?: string;
  active?: boolean;
}

/** Brings what is known of accounts up to date, in order: one read and one write, however many there are. */
export async function rememberAccounts(tx: EntityManager, tenantId: Id<'tenant'>, news: readonly AccountNews[]): Promise<void> {
  const ids = [...new Set(news.map(({ accountId }) => accountId))];
  const rows = await tx.find(KnownAccountRow, { accountId: { $in: ids } });
  const known = new Map(rows.map(({ accountId, roles, active }) => [accountId, { accountId, tenantId, roles, active }]));
  for (const { accountId, roles, assigned, revoked, active } of news) {
    const before = known.get(accountId) ?? { accountId, tenantId, roles: [], active: true };
    const held = new Set(roles ?? before.roles);
    if (assigned) held.add(assigned);
    if (revoked) held.delete(revoked);
    known.set(accountId, { ...before, roles: [...held].sort(), active: active ?? before.active });
  }
  await tx.upsertMany(KnownAccountRow, [...known.values()]);
}

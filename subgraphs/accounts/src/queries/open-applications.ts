import { idOf, uuidOf, type Id } from '@praetor/kernel/id';
import { sql } from '@praetor/postgres/sql';
import type { EntityManager } from '@mikro-orm/postgresql';

/** The open application of each of these accounts that has one. One statement. */
export async function openApplications(tx: EntityManager, accounts: readonly Id<'account'>[]): Promise<Map<string, string>> {
  if (!accounts.length) return new Map();
  const rows = await sql<{ id: string; account_id: string }>(
    tx,
    'select id, account_id from accounts.seller_application where outcome is null and account_id = any($1::uuid[])',
    [accounts.map(uuidOf)],
  );
  return new Map(rows.map((row) => [idOf('account', row.account_id), idOf('onboarding', row.id)]));
}

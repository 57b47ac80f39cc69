import type { Envelope } from '@praetor/contracts/envelope';
import { sql } from '@praetor/postgres/sql';
import { isId, uuidOf, type Id } from '@praetor/kernel/id';
import type { EntityManager } from '@mikro-orm/postgresql';

/** Keeps by which names the marketplace knows accounts; one statement, however many. */
export async function learnReferences(tx: EntityManager, events: readonly Envelope[], tenantId: Id<'tenant'>): Promise<void> {
  const named = events.flatMap(({ data: { accountId, externalRef } }) =>
    isId('account', accountId) && typeof externalRef === 'string' ? [{ account: uuidOf(accountId), ref: externalRef }] : [],
  );
  if (!named.length) return;
  await sql(
    tx,
    `insert into trust.account_ref (tenant_id, ref, account_id)
     select $2, ref, account from jsonb_to_recordset($1::jsonb) as new (ref text, account uuid)
     order by ref collate "C", account on conflict do nothing`,
    [JSON.stringify(named), uuidOf(tenantId)],
  );
}

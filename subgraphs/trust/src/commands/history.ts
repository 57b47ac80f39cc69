import { sql } from '@praetor/postgres/sql';
import { uuidOf, type Id } from '@praetor/kernel/id';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Statement } from '../domain/profile.ts';

/** One statement as history keeps it. */
export interface Said {
  readonly accountId: Id<'account'>;
  /** Said by the marketplace. */
  readonly ofMarketplace: boolean;
  readonly statement: Statement;
}

/** Keeps what was heard, in order; one statement, however much. */
export async function keepHistory(tx: EntityManager, tenantId: Id<'tenant'>, said: readonly Said[], now: Date): Promise<void> {
  if (!said.length) return;
  const rows = said.map(({ accountId, ofMarketplace, statement }) => ({
    account: uuidOf(accountId),
    marketplace: ofMarketplace,
    statement,
  }));
  await sql(
    tx,
    `insert into trust.heard_statement (tenant_id, account_id, of_marketplace, heard_at, statement)
     select $2, account, marketplace, $3, statement
     from rows from (jsonb_to_recordset($1::jsonb) as (account uuid, marketplace boolean, statement jsonb)) with ordinality
     order by ordinality`,
    [JSON.stringify(rows), uuidOf(tenantId), now],
  );
}

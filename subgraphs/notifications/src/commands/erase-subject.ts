import { sql } from '@praetor/postgres/sql';
import { owners, type Wiped } from '@praetor/subgraph/erasure';
import type { EntityManager } from '@mikro-orm/postgresql';

type Owned = { account_id: string };

/** Removes what these people were told, and what alerts say of them beyond that there was one. */
export async function eraseSubject(tx: EntityManager, accounts: readonly string[]): Promise<Wiped> {
  const notifications = await sql<Owned>(
    tx,
    'delete from notifications.notification where account_id = any($1::uuid[]) returning account_id',
    [accounts],
  );
  const alerts = await sql<Owned>(
    tx,
    'update notifications.alert set detail = null where account_id = any($1::uuid[]) and detail is not null returning account_id',
    [accounts],
  );
  return { notifications: owners(notifications), alerts: owners(alerts) };
}

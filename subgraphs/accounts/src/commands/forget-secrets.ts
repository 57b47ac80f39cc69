import { after, days, type Clock } from '@praetor/kernel/clock';
import { idOf } from '@praetor/kernel/id';
import { changed, sql } from '@praetor/postgres/sql';
import { asWorker, inTenant } from '@praetor/postgres/tenancy';
import type { MikroORM } from '@mikro-orm/postgresql';

/** How long it can still be seen that a message was sent, and a secret asked for. What happened stays in the audit log. */
const keptDays = 30;
const batch = 1000;

/** Deletes what is long over of messages and proofs. How many rows. */
export async function forgetSecrets(orm: MikroORM, clock: Clock): Promise<number> {
  const before = after(clock(), -days(keptDays));
  return (await forget(orm, 'message', 'created_at', before)) + (await forget(orm, 'proof', 'expires_at', before));
}

async function forget(orm: MikroORM, table: 'message' | 'proof', column: string, before: Date): Promise<number> {
  const old = await asWorker(orm, (tx) =>
    sql<{ id: string; tenant_id: string }>(
      tx,
      `select id, tenant_id from accounts.${table} where ${column} < $1 order by ${column} limit ${batch}`,
      [before],
    ),
  );
  for (const [tenant, rows] of Map.groupBy(old, (row) => row.tenant_id)) {
    const ids = rows.map(({ id }) => id);
    await inTenant(orm, idOf('tenant', tenant), (tx) =>
      changed(tx, `delete from accounts.${table} where id = any($1::uuid[])`, [ids]),
    );
  }
  return old.length < batch ? old.length : old.length + (await forget(orm, table, column, before));
}

import { sql } from '@praetor/postgres/sql';
import { idOf, type Id } from '@praetor/kernel/id';
import { asWorker } from '@praetor/postgres/tenancy';
import type { MikroORM } from '@mikro-orm/postgresql';

/** Disputes of all tenants whose deadline is over, the longest overdue first. */
export async function dueDisputes(
  orm: MikroORM,
  now: Date,
  limit: number,
): Promise<{ id: Id<'dispute'>; tenantId: Id<'tenant'> }[]> {
  const rows = await asWorker(orm, (tx) =>
    sql<{ id: string; tenant_id: string }>(
      tx,
      'select id, tenant_id from disputes.dispute where due_at <= $1 order by due_at limit $2',
      [now, limit],
    ),
  );
  return rows.map(({ id, tenant_id }) => ({ id: idOf('dispute', id), tenantId: idOf('tenant', tenant_id) }));
}

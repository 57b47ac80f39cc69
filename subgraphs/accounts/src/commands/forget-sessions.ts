import { changed, sql } from '@praetor/postgres/sql';
import { after, days, type Clock } from '@praetor/kernel/clock';
import { idOf } from '@praetor/kernel/id';
import { asWorker, inTenant } from '@praetor/postgres/tenancy';
import type { MikroORM } from '@mikro-orm/postgresql';

/** How long an ended session can still be looked at. What happened in it stays in the audit log. */
const keptDays = 90;
const batch = 500;

/** Deletes sessions that expired long ago, with their refresh tokens. How many sessions. */
export async function forgetSessions(orm: MikroORM, clock: Clock): Promise<number> {
  const before = after(clock(), -days(keptDays));
  const old = await asWorker(orm, (tx) =>
    sql<{ id: string; tenant_id: string }>(
      tx,
      `select id, tenant_id from accounts.session where expires_at < $1 order by expires_at limit ${batch}`,
      [before],
    ),
  );
  for (const [tenant, sessions] of Map.groupBy(old, (row) => row.tenant_id)) {
    const ids = sessions.map(({ id }) => id);
    await inTenant(orm, idOf('tenant', tenant), async (tx) => {
      await changed(tx, 'delete from accounts.refresh_token where session_id = any($1::uuid[])', [ids]);
      await changed(tx, 'delete from accounts.session where id = any($1::uuid[])', [ids]);
    });
  }
  return old.length < batch ? old.length : old.length + (await forgetSessions(orm, clock));
}

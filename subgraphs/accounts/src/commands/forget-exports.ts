import { changed, sql } from '@praetor/postgres/sql';
import type { Clock } from '@praetor/kernel/clock';
import { idOf } from '@praetor/kernel/id';
import { asWorker, inTenant } from '@praetor/postgres/tenancy';
import type { MikroORM } from '@mikro-orm/postgresql';

/** Destroys copies whose time is over, with their keys. How many. */
export async function forgetExports(orm: MikroORM, clock: Clock): Promise<number> {
  const now = clock();
  const tenants = await asWorker(orm, (tx) =>
    sql<{ tenant_id: string }>(tx, 'select distinct tenant_id from accounts.data_export where expires_at <= $1', [now]),
  );
  let gone = 0;
  for (const { tenant_id } of tenants) {
    gone += await inTenant(orm, idOf('tenant', tenant_id), async (tx) => {
      const over = 'select id from accounts.data_export where expires_at <= $1';
      await changed(tx, `delete from accounts.data_export_part where export_id in (${over})`, [now]);
      return changed(tx, 'delete from accounts.data_export where expires_at <= $1', [now]);
    });
  }
  return gone;
}

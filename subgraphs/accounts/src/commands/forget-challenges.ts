import { changed } from '@praetor/postgres/sql';
import { after, minutes, type Clock } from '@praetor/kernel/clock';
import { idOf } from '@praetor/kernel/id';
import { asWorker, inTenant } from '@praetor/postgres/tenancy';
import { sql } from '@praetor/postgres/sql';
import type { MikroORM } from '@mikro-orm/postgresql';

/** Longer than clocks of processes disagree. */
const slackMinutes = 10;

/** Deletes challenges that can be answered no more, open ones and answered ones. How many. */
export async function forgetChallenges(orm: MikroORM, clock: Clock): Promise<number> {
  const before = after(clock(), -minutes(slackMinutes));
  let gone = 0;
  for (const table of ['sign_in_challenge', 'spent_challenge'] as const) {
    const tenants = await asWorker(orm, (tx) =>
      sql<{ tenant_id: string }>(tx, `select distinct tenant_id from accounts.${table} where expires_at < $1`, [before]),
    );
    for (const { tenant_id: tenant } of tenants) {
      gone += await inTenant(orm, idOf('tenant', tenant), (tx) =>
        changed(tx, `delete from accounts.${table} where expires_at < $1`, [before]),
      );
    }
  }
  return gone;
}

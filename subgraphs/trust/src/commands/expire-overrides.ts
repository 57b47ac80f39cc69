import { effectsAt } from '@praetor/events/perform';
import { systemActor } from '@praetor/identity/actor';
import type { Clock } from '@praetor/kernel/clock';
import { idOf, type Id } from '@praetor/kernel/id';
import { sql } from '@praetor/postgres/sql';
import { asWorker, inTenant } from '@praetor/postgres/tenancy';
import type { MikroORM } from '@mikro-orm/postgresql';
import { lockOverride } from '../db/trust-override.store.ts';
import { decline, end, lockProfile } from './change-override.ts';

const batch = 200;
const job = 'trust.expireOverrides';

/** Ends overrides whose time is over, and declines those that nobody decided in time. How many. */
export async function expireOverrides(orm: MikroORM, clock: Clock): Promise<number> {
  const now = clock();
  const due = await asWorker(orm, (tx) =>
    sql<{ id: string; tenant_id: string; account_id: string }>(
      tx,
      `select id, tenant_id, account_id from trust.trust_override
       where state in ('pending', 'active') and case state when 'pending' then decide_by else until end <= $1
       order by case state when 'pending' then decide_by else until end limit ${batch}`,
      [now],
    ),
  );
  for (const { id, tenant_id, account_id } of due)
    await expire(orm, {
      id: idOf('trustOverride', id),
      tenantId: idOf('tenant', tenant_id),
      accountId: idOf('account', account_id),
      now,
    });
  return due.length < batch ? due.length : due.length + (await expireOverrides(orm, clock));
}

interface Due {
  readonly id: Id<'trustOverride'>;
  readonly tenantId: Id<'tenant'>;
  readonly accountId: Id<'account'>;
  readonly now: Date;
}

/** In a transaction of its own. Someone may have decided between the look and the lock: then theirs counts. */
function expire(orm: MikroORM, { id, tenantId, accountId, now }: Due): Promise<void> {
  return inTenant(orm, tenantId, async (em) => {
    const stored = await lockProfile(em, accountId);
    const row = await lockOverride(em, id);
    await effectsAt(em, job, { tenantId, now }, async (tx) => {
      const hand = { tx, actor: systemActor(job, tenantId), stored };
      if (row.state === 'active' && row.until <= now) await end(hand, row, 'expired');
      if (row.state === 'pending' && row.decideBy <= now) await decline(tx, row, 'expired');
    });
  });
}

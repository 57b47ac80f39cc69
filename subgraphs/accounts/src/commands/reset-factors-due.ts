import { effectsAt } from '@praetor/events/perform';
import type { Clock } from '@praetor/kernel/clock';
import { idOf, type Id } from '@praetor/kernel/id';
import { sql } from '@praetor/postgres/sql';
import { asWorker, inTenant } from '@praetor/postgres/tenancy';
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { lockAccountRow } from '../db/account.store.ts';
import { lockFactorReset } from '../db/factor-reset.store.ts';
import { due } from '../domain/factor-reset.ts';
import { isStaffRole } from '../domain/roles.ts';
import { closeFactorReset, removeFactors } from './close-factor-reset.ts';
import type { Desk } from './desk.ts';

const batch = 200;
type Sending = Pick<Desk, 'post' | 'sendsTexts'>;

/** Removes the factors that nobody objected about in time, and ends what nobody decided. How many. */
export async function resetFactorsDue(orm: MikroORM, clock: Clock, desk: Sending): Promise<number> {
  const now = clock();
  const found = await asWorker(orm, (tx) =>
    sql<{ id: string; tenant_id: string; account_id: string }>(
      tx,
      `select id, tenant_id, account_id from accounts.factor_reset
       where state in ('waiting', 'awaitingApproval') and due_at <= $1 order by due_at limit ${batch}`,
      [now],
    ),
  );
  for (const { id, tenant_id, account_id } of found) {
    const named = { tenantId: idOf('tenant', tenant_id), accountId: idOf('account', account_id), id: idOf('factorReset', id) };
    await inTenant(orm, named.tenantId, (em) => closeOne(em, named, now, desk));
  }
  return found.length;
}

async function closeOne(
  em: EntityManager,
  { tenantId, accountId, id }: { tenantId: Id<'tenant'>; accountId: Id<'account'>; id: Id<'factorReset'> },
  now: Date,
  desk: Sending,
): Promise<void> {
  const account = await lockAccountRow(em, accountId);
  const row = await lockFactorReset(em, id);
  await em.refresh(row);
  const isClosed = account.status === 'closed';
  const outcome = due(row, { isStaff: account.roles.some(isStaffRole), isClosed }, now);
  if (!outcome) return;
  await effectsAt(em, 'accounts.resetFactorsDue', { tenantId, now }, async (tx) => {
    if (outcome === 'done') await removeFactors(tx, desk, account);
    await closeFactorReset(tx, row, outcome, null);
  });
}

import { effectsAt } from '@praetor/events/perform';
import { after, days, type Clock } from '@praetor/kernel/clock';
import { idOf, type Id } from '@praetor/kernel/id';
import { sql } from '@praetor/postgres/sql';
import { asWorker, inTenant } from '@praetor/postgres/tenancy';
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { accountById, lockAccountRow } from '../db/account.store.ts';
import { identityPolicyOf } from '../db/identity-policy.store.ts';
import { ProofRow } from '../db/proof.entity.ts';
import { usualPolicy } from '../domain/identity-policy.ts';
import { endAccount } from './close-account.ts';
import { lockAddress } from './open-account.ts';

const batch = 200;

/**
 * Ends accounts whose address nobody proved within the marketplace's `pendingDays`: the address is free at once, and what
 * little was kept is erased everywhere as with any account. How many.
 */
export async function endUnproven(orm: MikroORM, clock: Clock): Promise<number> {
  const now = clock();
  const due = await asWorker(orm, (tx) =>
    sql<{ id: string; tenant_id: string }>(
      tx,
      `select a.id, a.tenant_id from accounts.account a left join accounts.identity_policy p on p.id = a.tenant_id
       where a.status = 'pending'
         and a.created_at <= $1::timestamptz - make_interval(days => coalesce(p.pending_days, ${usualPolicy.pendingDays}))
       order by a.created_at limit ${batch}`,
      [now],
    ),
  );
  let ended = 0;
  for (const { id, tenant_id } of due) {
    const tenantId = idOf('tenant', tenant_id);
    const did = await inTenant(orm, tenantId, (em) => endOne(em, idOf('account', id), now));
    ended += did ? 1 : 0;
  }
  return ended;
}

/** Whoever registers anew with the address waits, or is waited for: a code that is on its way still opens the account. */
async function endOne(em: EntityManager, id: Id<'account'>, now: Date): Promise<boolean> {
  const { email, tenantId } = await accountById(em, id);
  if (email) await lockAddress(em, tenantId, email);
  const row = await lockAccountRow(em, id);
  await em.refresh(row);
  const { pendingDays } = await identityPolicyOf(em);
  if (row.status !== 'pending' || row.createdAt > after(now, -days(pendingDays))) return false;
  if (await em.count(ProofRow, { accountId: id, purpose: 'register', endedAt: null, expiresAt: { $gt: now } })) return false;
  await effectsAt(em, 'accounts.endUnproven', { tenantId, now }, async (tx) => {
    Object.assign(row, { email: null, displayName: null });
    await endAccount(tx, row, 'expiry', null);
  });
  return true;
}

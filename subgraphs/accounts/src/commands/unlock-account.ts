import { accountUnlocked } from '@praetor/contracts/accounts';
import { effectsAt } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { sql } from '@praetor/postgres/sql';
import type { Clock } from '@praetor/kernel/clock';
import { idOf } from '@praetor/kernel/id';
import { parse } from '@praetor/kernel/input';
import { Conflict, PolicyDenied } from '@praetor/kernel/refusal';
import { asWorker, inTenant } from '@praetor/postgres/tenancy';
import type { MikroORM } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { AccountRow } from '../db/account.entity.ts';
import { lockAccountRow } from '../db/account.store.ts';
import { AccountWrongState, unlock } from '../domain/account.ts';
import { apply, changeAccount } from './change-account.ts';
import { onAccount } from './input.ts';

const Input = z.object({ ...onAccount });

export const unlockAccountRefusals = [AccountWrongState, PolicyDenied, Conflict] as const;

const step = { decide: unlock, contract: accountUnlocked, data: () => ({}) };

/** Staff lifts a lock. Whoever was signed in signs in again. */
export async function unlockAccount(room: Room, raw: z.input<typeof Input>): Promise<AccountRow> {
  const input = parse(Input, raw);
  return changeAccount(room, { ...step, action: 'unlockAccount', input, policy: { action: 'UnlockAccount' } });
}

const batch = 200;

/** Lifts the locks whose time is over. How many. */
export async function unlockDue(orm: MikroORM, clock: Clock): Promise<number> {
  const now = clock();
  const due = await asWorker(orm, (tx) =>
    sql<{ id: string; tenant_id: string }>(
      tx,
      `select id, tenant_id from accounts.account where locked_until <= $1 order by locked_until limit ${batch}`,
      [now],
    ),
  );
  for (const { id, tenant_id } of due) {
    const tenantId = idOf('tenant', tenant_id);
    await inTenant(orm, tenantId, async (em) => {
      const row = await lockAccountRow(em, idOf('account', id));
      // Someone may have acted between the scan and the lock.
      const stillDue = row.lockedUntil && row.lockedUntil <= now;
      if (stillDue) await effectsAt(em, 'accounts.unlockDue', { tenantId, now }, (tx) => apply(tx, row, step));
    });
  }
  return due.length < batch ? due.length : due.length + (await unlockDue(orm, clock));
}

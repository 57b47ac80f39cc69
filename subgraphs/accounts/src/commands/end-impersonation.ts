import { impersonationEnded } from '@praetor/contracts/accounts';
import { effectsAt, perform, type Transaction } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import type { Clock } from '@praetor/kernel/clock';
import { idOf, parseId } from '@praetor/kernel/id';
import { expectedVersion, idempotencyKey, parse } from '@praetor/kernel/input';
import { Conflict, NotFound } from '@praetor/kernel/refusal';
import { sql } from '@praetor/postgres/sql';
import { asWorker, inTenant } from '@praetor/postgres/tenancy';
import type { MikroORM } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { ImpersonationRow } from '../db/impersonation.entity.ts';
import { impersonationById, impersonationHolds, lockImpersonation } from '../db/impersonation.store.ts';
import { lockSession } from '../db/session.store.ts';
import type { ImpersonationEnd } from '../domain/impersonation.ts';
import { announceRevoked } from './revoke-sessions.ts';

const Input = z.object({ impersonationId: z.string(), expectedVersion, idempotencyKey });

export const endImpersonationRefusals = [Conflict] as const;

/** Ends it at once: the account itself may, whoever acts as it, from within too, and staff who may impersonate. */
export async function endImpersonation(room: Room, raw: z.input<typeof Input>): Promise<ImpersonationRow> {
  const input = parse(Input, raw);
  const id = parseId('impersonation', input.impersonationId, 'impersonationId');
  const target = { type: 'impersonation', id };
  return perform(room, { action: 'endImpersonation', input, target, reload: impersonationById }, async (tx) => {
    const row = await lockImpersonation(tx.em, id, input.expectedVersion);
    if (!mayEnd(room, row)) throw new NotFound('impersonation');
    if (!row.endedAt) await end(tx, row, 'ended');
    return row;
  });
}

const mayEnd = ({ actor, permissions }: Room, { accountId, impersonatorId, sessionId }: ImpersonationRow): boolean => {
  // Staff acting as the account ends this one, not a colleague's.
  if (actor.impersonatorId !== null) return actor.sessionId === sessionId;
  return actor.id === accountId || actor.id === impersonatorId || permissions.has('account:impersonate');
};

/** Writes the end of a locked impersonation and of its session, and announces both. */
async function end(tx: Transaction, row: ImpersonationRow, why: ImpersonationEnd): Promise<void> {
  const { id: impersonationId, accountId, impersonatorId, sessionId } = row;
  Object.assign(row, { endedAt: tx.now, endedWhy: why });
  const session = await lockSession(tx.em, sessionId);
  const isLiving = session && !session.revokedAt;
  if (isLiving) Object.assign(session, { revokedAt: tx.now, revokedWhy: 'impersonationEnded' });
  await tx.em.flush();
  await tx.announce(impersonationEnded, {
    subject: { type: 'account', id: accountId },
    data: { accountId, impersonationId, impersonatorId, sessionId, why },
    change: { before: { endedWhy: null }, after: { endedWhy: why } },
  });
  if (isLiving) await announceRevoked(tx, accountId, sessionId, 'impersonationEnded');
}

const batch = 200;

/** Writes down what ended by itself: its time, or what one of the two lost. How many. */
export async function endImpersonations(orm: MikroORM, clock: Clock): Promise<number> {
  const now = clock();
  const due = await asWorker(orm, (tx) =>
    sql<{ id: string; tenant_id: string; expired: boolean }>(
      tx,
      `select run.id, run.tenant_id, run.expires_at <= $1 as expired
       from accounts.impersonation run
       join accounts.session s on s.id = run.session_id and s.tenant_id = run.tenant_id
       join accounts.account a on a.id = run.account_id and a.tenant_id = run.tenant_id
       where run.ended_at is null
         and not (s.revoked_at is null and a.status = 'active' and ${impersonationHolds.replaceAll('?', '$1')})
       order by run.expires_at limit ${batch}`,
      [now],
    ),
  );
  for (const { id, tenant_id, expired } of due) {
    const tenantId = idOf('tenant', tenant_id);
    await inTenant(orm, tenantId, async (em) => {
      const row = await lockImpersonation(em, idOf('impersonation', id));
      if (row.endedAt) return;
      const why = expired ? 'expired' : 'revoked';
      await effectsAt(em, 'accounts.endImpersonations', { tenantId, now }, (tx) => end(tx, row, why));
    });
  }
  return due.length < batch ? due.length : due.length + (await endImpersonations(orm, clock));
}

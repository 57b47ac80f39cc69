import { erasureHeld, erasureOverdue, erasureRequested } from '@praetor/contracts/closing';
import { effectsAt, type Transaction } from '@praetor/events/perform';
import { sql } from '@praetor/postgres/sql';
import type { Clock } from '@praetor/kernel/clock';
import { idOf, type Id } from '@praetor/kernel/id';
import { asWorker, inTenant } from '@praetor/postgres/tenancy';
import type { MikroORM } from '@mikro-orm/postgresql';
import { lockAccountRow } from '../db/account.store.ts';
import type { ClosingRow } from '../db/closing.entity.ts';
import { closingById, livingHolds, lockClosing } from '../db/closing.store.ts';
import { ErasureAnswerRow } from '../db/erasure-answer.entity.ts';
import { answerTime, due, missing } from '../domain/closing.ts';

const batch = 200;

interface Due {
  readonly id: string;
  readonly tenant_id: string;
}

/** Begins the erasure of accounts whose grace is over and that nothing holds. How many changed. */
export async function eraseDue(orm: MikroORM, clock: Clock): Promise<number> {
  const now = clock();
  const found = await asWorker(orm, (tx) =>
    sql<Due>(
      tx,
      `select id, tenant_id from accounts.closing where status in ('grace', 'held') and erasure_at <= $1
       order by erasure_at limit ${batch}`,
      [now],
    ),
  );
  let changed = 0;
  for (const row of found) changed += await inOne(orm, row, now, 'accounts.eraseDue', begin);
  return changed;
}

/** Says once of each erasure that someone did not answer in time. How many. */
export async function watchErasures(orm: MikroORM, clock: Clock): Promise<number> {
  const now = clock();
  const found = await asWorker(orm, (tx) =>
    sql<Due>(
      tx,
      `select id, tenant_id from accounts.closing where status = 'erasing' and overdue_at is null and due_at <= $1
       order by due_at limit ${batch}`,
      [now],
    ),
  );
  let changed = 0;
  for (const row of found) changed += await inOne(orm, row, now, 'accounts.watchErasures', complain);
  return changed;
}

/** One transaction a closing: a crash between two leaves each whole. The account's row is locked first, as always. */
async function inOne(
  orm: MikroORM,
  { id, tenant_id }: Due,
  now: Date,
  job: string,
  step: (tx: Transaction, closing: ClosingRow) => Promise<boolean>,
): Promise<number> {
  const tenantId = idOf('tenant', tenant_id);
  const closingId = idOf('closing', id);
  return inTenant(orm, tenantId, async (em) => {
    const { accountId } = await closingById(em, closingId);
    await lockAccountRow(em, accountId);
    const closing = await lockClosing(em, closingId);
    await em.refresh(closing);
    let did = false;
    await effectsAt(em, job, { tenantId, now }, async (tx) => void (did = await step(tx, closing)));
    return did ? 1 : 0;
  });
}

async function begin(tx: Transaction, closing: ClosingRow): Promise<boolean> {
  const { accountId, id: closingId } = closing;
  const holds = await livingHolds(tx.em, accountId);
  const next = due(closing, holds.length > 0, tx.now);
  if (!next) return false;
  closing.status = next;
  closing.cancelDigest = null;
  const subject = { type: 'account', id: accountId };
  if (next === 'held') {
    await tx.announce(erasureHeld, { subject, data: { accountId, closingId, holds: holds.map(({ id }) => id) } });
    return true;
  }
  closing.dueAt = answerTime(tx.now);
  await tx.announce(erasureRequested, { subject, data: { accountId, closingId, dueAt: closing.dueAt.toISOString() } });
  return true;
}

async function complain(tx: Transaction, closing: ClosingRow): Promise<boolean> {
  if (closing.status !== 'erasing' || closing.overdueAt) return false;
  const { accountId, id: closingId } = closing;
  const late = await missingOf(tx, closingId);
  closing.overdueAt = tx.now;
  const subject = { type: 'account', id: accountId };
  await tx.announce(erasureOverdue, { subject, data: { accountId, closingId, missing: late } });
  return true;
}

async function missingOf(tx: Transaction, closingId: Id<'closing'>): Promise<string[]> {
  const answers = await tx.em.find(ErasureAnswerRow, { closingId });
  return missing(answers.map(({ subgraph }) => subgraph));
}

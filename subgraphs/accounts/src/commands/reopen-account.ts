import { accountReopened } from '@praetor/contracts/closing';
import { perform, type Transaction } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { parseId } from '@praetor/kernel/id';
import { idempotencyKey, parse, text } from '@praetor/kernel/input';
import { Conflict, PolicyDenied } from '@praetor/kernel/refusal';
import { z } from 'zod';
import { fromDomain, lockAccountRow, toDomain } from '../db/account.store.ts';
import { ClosingRow } from '../db/closing.entity.ts';
import { closingById, lockClosing, lockClosingOf } from '../db/closing.store.ts';
import { snapshot } from '../db/snapshot.ts';
import { evolve, reopen } from '../domain/account.ts';
import { cancel, ClosingNotCancellable } from '../domain/closing.ts';
import { resourceOf } from './change-account.ts';
import { onAccount } from './input.ts';
import { digestOf } from './session-tokens.ts';

const ByToken = z.object({ token: z.string().min(1).max(200), idempotencyKey });
const ByStaff = z.object({ ...onAccount, reason: text(1000) });

export const cancelClosingRefusals = [ClosingNotCancellable] as const;
export const reopenAccountRefusals = [ClosingNotCancellable, PolicyDenied, Conflict] as const;

/** The owner changes their mind, with the token that the closing gave. They sign in again as before. */
export async function cancelClosing(room: Room, raw: z.input<typeof ByToken>): Promise<ClosingRow> {
  const { token, ...rest } = parse(ByToken, raw);
  const cancelDigest = digestOf(token);
  const known = await room.em.fork().findOne(ClosingRow, { cancelDigest });
  const target = known && { type: 'account', id: known.accountId };
  const input = { ...rest, cancelDigest };
  return perform(room, { action: 'cancelClosing', input, target, reload: closingById }, async (tx) => {
    // The account first, like everyone who changes it.
    if (!known) throw new ClosingNotCancellable();
    const account = await lockAccountRow(tx.em, known.accountId);
    const closing = await lockClosing(tx.em, known.id);
    if (closing.cancelDigest !== cancelDigest) throw new ClosingNotCancellable();
    return undo(tx, account, closing);
  });
}

/** Staff brings an account back within its grace: as suspended or locked as it was. */
export async function reopenAccount(room: Room, raw: z.input<typeof ByStaff>): Promise<ClosingRow> {
  const input = parse(ByStaff, raw);
  const id = parseId('account', input.accountId, 'accountId');
  const attempt = { action: 'reopenAccount', input, reason: input.reason, target: { type: 'account', id }, reload: closingById };
  return perform(room, attempt, async (tx) => {
    const account = await lockAccountRow(tx.em, id, input.expectedVersion);
    tx.authorize({ action: 'CloseAccount', resource: resourceOf(account) });
    const closing = await lockClosingOf(tx.em, id);
    if (!closing) throw new ClosingNotCancellable();
    return undo(tx, account, closing);
  });
}

type Locked = Awaited<ReturnType<typeof lockAccountRow>>;

async function undo(tx: Transaction, row: Locked, closing: ClosingRow): Promise<ClosingRow> {
  closing.status = cancel(closing, tx.now);
  closing.cancelDigest = null;
  closing.finishedAt = tx.now;
  const before = snapshot(row);
  const { statusBefore, whyBefore, lockedUntilBefore } = closing;
  const account = toDomain(row);
  const event = reopen(
    account,
    toDomain({ ...row, status: statusBefore, why: whyBefore, lockedUntil: lockedUntilBefore } as Locked),
  );
  fromDomain(row, evolve(account, event), tx.now);
  await tx.em.flush();
  await tx.announce(accountReopened, {
    subject: { type: 'account', id: row.id },
    data: { accountId: row.id, closingId: closing.id },
    change: { before, after: snapshot(row) },
  });
  return closing;
}

import { passwordChanged } from '@praetor/contracts/accounts';
import { perform } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { idempotencyKey, parse } from '@praetor/kernel/input';
import { z } from 'zod';
import type { AccountRow } from '../db/account.entity.ts';
import { accountById, lockAccountRow } from '../db/account.store.ts';
import { WeakPassword } from '../domain/password.ts';
import { accountOf } from './actor.ts';
import { forgetFailures, InvalidCredentials, ownPassword } from './attempt-password.ts';
import type { Desk } from './desk.ts';
import { passwordInput } from './input.ts';
import { assertStrong } from './judge-password.ts';
import { contextOf, isShortAlone } from './password-context.ts';
import { TryLater } from './password-hasher.ts';
import { revokeSessions } from './revoke-sessions.ts';

const Input = z.object({ currentPassword: z.string().min(1).max(1024), newPassword: passwordInput, idempotencyKey });

export const changePasswordRefusals = [InvalidCredentials, WeakPassword, TryLater] as const;

/** Proves the present password and sets another. Every other session of the account ends. */
export async function changePassword(room: Room, desk: Desk, raw: z.input<typeof Input>): Promise<AccountRow> {
  const { currentPassword, newPassword, ...input } = parse(Input, raw);
  const id = accountOf(room.actor);
  const attempt = await ownPassword(room, desk, id, currentPassword, (tx) => accountById(tx, id));
  // Whether it is strong is told to nobody who does not know the present one.
  if (attempt.right) await assertStrong(newPassword, await contextOf(room.em, id));
  const passwordHash = attempt.right ? await desk.passwords.hash(newPassword) : null;
  const target = { type: 'account', id };
  return perform(room, { action: 'changePassword', input, target, reload: accountById }, async (tx) => {
    const row = await lockAccountRow(tx.em, id);
    if (!passwordHash || row.passwordHash !== attempt.account?.passwordHash) throw new InvalidCredentials();
    row.passwordHash = passwordHash;
    row.passwordShort = await isShortAlone(tx.em, newPassword);
    row.updatedAt = tx.now;
    await forgetFailures(tx.em, room, attempt);
    await tx.em.flush();
    await tx.announce(passwordChanged, { subject: target, data: { accountId: id } });
    await revokeSessions(tx, id, 'passwordChanged', room.actor.sessionId);
    return row;
  });
}

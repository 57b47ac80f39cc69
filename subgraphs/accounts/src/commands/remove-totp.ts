import { factorRemoved } from '@praetor/contracts/accounts';
import { perform, type Transaction } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { idempotencyKey, parse } from '@praetor/kernel/input';
import { NotFound } from '@praetor/kernel/refusal';
import { z } from 'zod';
import type { AccountRow } from '../db/account.entity.ts';
import { accountById, lockAccountRow } from '../db/account.store.ts';
import { RecoveryCodeRow } from '../db/recovery-code.entity.ts';
import { TotpRow } from '../db/totp.entity.ts';
import { WeakPassword } from '../domain/password.ts';
import { accountOf } from './actor.ts';
import { revokeSessions } from './revoke-sessions.ts';
import { secondFactorsOf } from './second-factor.ts';

const Input = z.object({ idempotencyKey });

export const removeTotpRefusals = [WeakPassword] as const;

/** Takes the authenticator app away. Other sessions end; recovery codes go with the last second factor. */
export function removeTotp(room: Room, raw: z.input<typeof Input>): Promise<AccountRow> {
  const input = parse(Input, raw);
  const id = accountOf(room.actor);
  const target = { type: 'account', id };
  return perform(room, { action: 'removeTotp', input, target, reload: accountById }, async (tx) => {
    const account = await lockAccountRow(tx.em, id);
    const totp = await tx.em.findOne(TotpRow, { accountId: id });
    if (!totp) throw new NotFound('authenticator app');
    await tx.em.remove(totp).flush();
    await lastFactorGone(tx, account);
    await tx.announce(factorRemoved, { subject: target, data: { accountId: id, credentialId: totp.id, kind: 'totp' } });
    await revokeSessions(tx, id, 'factorChanged', room.actor.sessionId);
    return account;
  });
}

/** What follows when it was the last: recovery codes, which replace a factor, go with it, and the password has to stand alone. */
export async function lastFactorGone(tx: Transaction, { id: accountId, passwordHash, passwordShort }: AccountRow): Promise<void> {
  if ((await secondFactorsOf(tx.em, accountId)).length) return;
  if (passwordHash && passwordShort)
    throw new WeakPassword('Your password is too short to stand without a second factor: set a longer one first.');
  await tx.em.nativeDelete(RecoveryCodeRow, { accountId });
}

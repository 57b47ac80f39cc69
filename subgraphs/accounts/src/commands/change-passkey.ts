import { factorRemoved, passkeyRenamed } from '@praetor/contracts/accounts';
import { perform } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { parseId, type Id } from '@praetor/kernel/id';
import { idempotencyKey, parse, text } from '@praetor/kernel/input';
import { NotFound } from '@praetor/kernel/refusal';
import { z } from 'zod';
import type { AccountRow } from '../db/account.entity.ts';
import { accountById, lockAccountRow } from '../db/account.store.ts';
import { PasskeyRow } from '../db/passkey.entity.ts';
import { passkeyById } from '../db/passkey.store.ts';
import { accountOf } from './actor.ts';
import { WeakPassword } from '../domain/password.ts';
import { lastFactorGone } from './remove-totp.ts';
import { revokeSessions } from './revoke-sessions.ts';

const Rename = z.object({ passkeyId: z.string(), name: text(100), idempotencyKey });
const Remove = z.object({ passkeyId: z.string(), idempotencyKey });

export const renamePasskeyRefusals = [] as const;
export const removePasskeyRefusals = [WeakPassword] as const;

/** What its owner calls it. */
export function renamePasskey(room: Room, raw: z.input<typeof Rename>): Promise<PasskeyRow> {
  const input = parse(Rename, raw);
  const id = parseId('credential', input.passkeyId, 'passkeyId');
  const accountId = accountOf(room.actor);
  const target = { type: 'credential', id };
  return perform(room, { action: 'renamePasskey', input, target, reload: passkeyById }, async (tx) => {
    await lockAccountRow(tx.em, accountId);
    const passkey = await own(tx.em, accountId, id);
    passkey.name = input.name;
    await tx.em.flush();
    await tx.announce(passkeyRenamed, {
      subject: target,
      partitionKey: `account/${accountId}`,
      // The names are the owner's own words: neither is told.
      data: { accountId, credentialId: id },
    });
    return passkey;
  });
}

/** Takes a passkey away. Other sessions end; recovery codes go with the last second factor. */
export function removePasskey(room: Room, raw: z.input<typeof Remove>): Promise<AccountRow> {
  const input = parse(Remove, raw);
  const credentialId = parseId('credential', input.passkeyId, 'passkeyId');
  const id = accountOf(room.actor);
  const target = { type: 'account', id };
  return perform(room, { action: 'removePasskey', input, target, reload: accountById }, async (tx) => {
    const account = await lockAccountRow(tx.em, id);
    await tx.em.remove(await own(tx.em, id, credentialId)).flush();
    await lastFactorGone(tx, account);
    await tx.announce(factorRemoved, { subject: target, data: { accountId: id, credentialId, kind: 'passkey' } });
    await revokeSessions(tx, id, 'factorChanged', room.actor.sessionId);
    return account;
  });
}

/** Another's is as absent as none. */
async function own(em: Room['em'], accountId: Id<'account'>, id: Id<'credential'>): Promise<PasskeyRow> {
  const passkey = await em.findOne(PasskeyRow, { id, accountId });
  if (!passkey) throw new NotFound('passkey');
  return passkey;
}

import { perform } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { newId, type Id } from '@praetor/kernel/id';
import { idempotencyKey, parse, text } from '@praetor/kernel/input';
import { z } from 'zod';
import { lockAccountRow } from '../db/account.store.ts';
import { PasskeyRow } from '../db/passkey.entity.ts';
import { passkeyById } from '../db/passkey.store.ts';
import { accountOf } from './actor.ts';
import type { Desk } from './desk.ts';
import { factorEnrolledHere } from './factor-enrolled.ts';
import { InvalidPasskey } from './passkey-options.ts';
import { RegistrationAnswer, verifiedRegistration } from './verify-passkey.ts';

const Input = z.object({ response: RegistrationAnswer, name: text(100).nullish(), idempotencyKey });

export const registerPasskeyRefusals = [InvalidPasskey] as const;

/** Codes are shown once: a repeated request with the same idempotency key answers without them. */
export interface RegisteredPasskey {
  readonly id: Id<'credential'>;
  readonly passkey: PasskeyRow;
  /** Recovery codes, when the account had none. */
  readonly codes: readonly string[] | null;
}

/** Keeps a passkey that the caller's authenticator has just made. */
export function registerPasskey(room: Room, desk: Desk, raw: unknown): Promise<RegisteredPasskey> {
  const { response, name, ...input } = parse(Input, raw);
  const accountId = accountOf(room.actor);
  const target = { type: 'account', id: accountId };
  const reload: (...args: Parameters<typeof passkeyById>) => Promise<RegisteredPasskey> = async (em, id) => {
    const passkey = await passkeyById(em, id);
    return { id: passkey.id, passkey, codes: null };
  };
  return perform<RegisteredPasskey>(room, { action: 'registerPasskey', input, target, reload }, async (tx) => {
    const account = await lockAccountRow(tx.em, accountId);
    const made = await verifiedRegistration(tx, desk, account, response);
    const known = made && (await tx.em.count(PasskeyRow, { credentialId: made.credential.id }));
    if (!made || known) throw new InvalidPasskey();
    const passkey = tx.em.create(PasskeyRow, {
      id: newId('credential'),
      tenantId: account.tenantId,
      accountId,
      credentialId: made.credential.id,
      publicKey: Buffer.from(made.credential.publicKey).toString('base64url'),
      counter: made.credential.counter,
      transports: response.response.transports ?? [],
      backupEligible: made.credentialDeviceType === 'multiDevice',
      backedUp: made.credentialBackedUp,
      name: name ?? 'Passkey',
      createdAt: tx.now,
      lastUsedAt: null,
    });
    await tx.em.flush();
    const methods = [passkey.backupEligible ? 'swk' : 'hwk', 'user', 'mfa'] as const;
    const codes = await factorEnrolledHere(tx, room, account, { kind: 'passkey', credentialId: passkey.id, methods });
    return { id: passkey.id, passkey, codes };
  });
}

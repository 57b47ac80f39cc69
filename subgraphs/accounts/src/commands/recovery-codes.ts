import { randomBytes } from 'node:crypto';
import { recoveryCodesMade } from '@praetor/contracts/accounts';
import { perform, type Transaction } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { idempotencyKey, parse } from '@praetor/kernel/input';
import { NotFound } from '@praetor/kernel/refusal';
import { z } from 'zod';
import type { AccountRow } from '../db/account.entity.ts';
import { accountById, lockAccountRow } from '../db/account.store.ts';
import { RecoveryCodeRow } from '../db/recovery-code.entity.ts';
import { accountOf } from './actor.ts';
import { recoveryDigest } from './attempt-second-factor.ts';
import { secondFactorsOf } from './second-factor.ts';

const howMany = 10;
const alphabet = '23456789abcdefghjkmnpqrstvwxyz';
const Input = z.object({ idempotencyKey });

export const regenerateRecoveryCodesRefusals = [] as const;

/** Shown once: a repeated request with the same idempotency key answers without them. */
export interface RecoveryCodes {
  readonly id: AccountRow['id'];
  readonly account: AccountRow;
  readonly codes: readonly string[] | null;
}

/** New recovery codes; those before count no more. */
export function regenerateRecoveryCodes(room: Room, raw: z.input<typeof Input>): Promise<RecoveryCodes> {
  const input = parse(Input, raw);
  const id = accountOf(room.actor);
  const target = { type: 'account', id };
  return perform<RecoveryCodes>(room, { action: 'regenerateRecoveryCodes', input, target, reload: withoutCodes }, async (tx) => {
    const account = await lockAccountRow(tx.em, id);
    if ((await secondFactorsOf(tx.em, id)).length === 0) throw new NotFound('second factor');
    return { id, account, codes: await makeRecoveryCodes(tx, account) };
  });
}

export const withoutCodes: (...args: Parameters<typeof accountById>) => Promise<RecoveryCodes> = async (em, accountId) => {
  const account = await accountById(em, accountId);
  return { id: account.id, account, codes: null };
};

/** Replaces the account's recovery codes. */
export async function makeRecoveryCodes(tx: Transaction, { id, tenantId }: AccountRow): Promise<string[]> {
  const codes = Array.from({ length: howMany }, newCode);
  await tx.em.nativeDelete(RecoveryCodeRow, { accountId: id });
  for (const code of codes)
    tx.em.create(RecoveryCodeRow, { tenantId, accountId: id, digest: recoveryDigest(id, code), usedAt: null });
  await tx.em.flush();
  await tx.announce(recoveryCodesMade, { subject: { type: 'account', id }, data: { accountId: id, count: codes.length } });
  return codes;
}

/** 16 letters and digits that nobody takes for another: 78 bits, each equally likely. */
function newCode(): string {
  const letters: string[] = [];
  while (letters.length < 16) {
    for (const byte of randomBytes(32)) if (byte < alphabet.length * 8) letters.push(alphabet[byte % alphabet.length]!);
  }
  return letters
    .slice(0, 16)
    .join('')
    .replaceAll(/(.{4})(?=.)/g, '$1-');
}

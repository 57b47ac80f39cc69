import { phoneChanged } from '@praetor/contracts/accounts';
import { perform } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { idempotencyKey, parse } from '@praetor/kernel/input';
import { InvalidInput, Refusal } from '@praetor/kernel/refusal';
import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { z } from 'zod';
import type { AccountRow } from '../db/account.entity.ts';
import { accountById, lockAccountRow } from '../db/account.store.ts';
import type { ProofRow } from '../db/proof.entity.ts';
import { InvalidCode } from '../domain/proof.ts';
import { accountOf } from './actor.ts';
import type { Desk } from './desk.ts';
import { codeInput } from './input.ts';
import { contactChanged } from './kyc-level.ts';
import { TryLater } from './password-hasher.ts';
import { requestProof } from './request-proof.ts';
import { takeCodeTry, useCode } from './use-proof.ts';

const Add = z.object({ phone: z.string().max(40), idempotencyKey });
const Confirm = z.object({ ...codeInput, idempotencyKey });
const Remove = z.object({ idempotencyKey });

/** This deployment sends no texts. */
export class SmsUnavailable extends Refusal {
  readonly code = 'ACCOUNT_SMS_UNAVAILABLE';
  constructor() {
    super('No texts are sent here: phone numbers cannot be verified. The operator may name an SMS service.');
  }
}

export const addPhoneRefusals = [SmsUnavailable, TryLater] as const;
export const confirmPhoneRefusals = [InvalidCode] as const;
export const removePhoneRefusals = [] as const;

/** E.164. Throws {@link InvalidInput} for what is no number anywhere. */
export function phoneOf(text: string): string {
  const number = parsePhoneNumberFromString(text);
  if (!number?.isValid())
    throw new InvalidInput([{ path: ['phone'], message: 'Write the number with its country, such as +49 151 12345678.' }]);
  return number.number;
}

/** Asks to use a phone number: a code goes there by text. */
export async function addPhone(room: Room, desk: Desk, raw: z.input<typeof Add>): Promise<ProofRow> {
  const input = parse(Add, raw);
  const asked = {
    purpose: 'verifyPhone',
    address: phoneOf(input.phone),
    accountId: accountOf(room.actor),
    outcome: null,
  } as const;
  if (!desk.sendsTexts) throw new SmsUnavailable();
  return requestProof(room, desk, { action: 'addPhone', input, ...asked });
}

/** Proves the number: it is the account's from then on. */
export async function confirmPhone(room: Room, desk: Desk, raw: z.input<typeof Confirm>): Promise<AccountRow> {
  const { requestId, code, ...input } = parse(Confirm, raw);
  const id = await takeCodeTry(room, requestId, 'verifyPhone');
  return change(room, 'confirmPhone', input, async (tx, accountId) => {
    const proven = await useCode(tx, desk, id, 'verifyPhone', code);
    if (proven.accountId !== accountId) throw new InvalidCode();
    return proven.proof.address;
  });
}

/** Takes the number away. */
export async function removePhone(room: Room, raw: z.input<typeof Remove>): Promise<AccountRow> {
  return change(room, 'removePhone', parse(Remove, raw), async () => null);
}

function change(
  room: Room,
  action: string,
  input: { idempotencyKey?: string | null | undefined },
  numberOf: (tx: Parameters<Parameters<typeof perform>[2]>[0], accountId: AccountRow['id']) => Promise<string | null>,
): Promise<AccountRow> {
  const accountId = accountOf(room.actor);
  const target = { type: 'account', id: accountId };
  return perform(room, { action, target, input, reload: accountById }, async (tx) => {
    const phone = await numberOf(tx, accountId);
    const account = await lockAccountRow(tx.em, accountId);
    account.phone = phone;
    account.phoneVerifiedAt = phone === null ? null : tx.now;
    account.updatedAt = tx.now;
    await tx.em.flush();
    await tx.announce(phoneChanged, { subject: target, data: { accountId, phone } });
    await contactChanged(tx, account);
    return account;
  });
}

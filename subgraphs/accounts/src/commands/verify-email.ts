import { accountVerified } from '@praetor/contracts/accounts';
import type { Transaction } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { parse } from '@praetor/kernel/input';
import { z } from 'zod';
import type { AccountRow } from '../db/account.entity.ts';
import { lockAccountRow } from '../db/account.store.ts';
import { verify } from '../domain/account.ts';
import { InvalidCode } from '../domain/proof.ts';
import { apply } from './change-account.ts';
import type { Desk } from './desk.ts';
import { endProofs } from './end-proofs.ts';
import { codeInput, deviceInput } from './input.ts';
import { Registration } from './register.ts';
import type { SessionTokens } from './session-tokens.ts';
import { signIn, refusalsOfSignIn, signingIn } from './sign-in.ts';
import { takeCodeTry, useCode, type Proven } from './use-proof.ts';

/** No idempotency key: the code itself is used once, and tokens are kept nowhere to be given twice. */
const Input = z.object({ ...codeInput, ...deviceInput });

export const verifyEmailRefusals = [InvalidCode, ...refusalsOfSignIn] as const;

/** Proves the address of a registration: the account is active from then on, with that registration's password, and signed in. */
export async function verifyEmail(room: Room, desk: Desk, raw: z.input<typeof Input>): Promise<SessionTokens> {
  const { requestId, code, deviceId = null } = parse(Input, raw);
  const id = await takeCodeTry(room, requestId, 'register');
  return signingIn(room, desk.keys, { action: 'verifyEmail', accountId: null }, async (tx) => {
    const proven = await useCode(tx, desk, id, 'register', code);
    const account = await lockAccountRow(tx.em, proven.accountId);
    if (account.status !== 'pending') throw new InvalidCode();
    await activate(tx, desk, account, proven);
    return signIn(tx, room, account, { methods: ['pwd', 'email'], client: deviceId, refusal: new InvalidCode() });
  });
}

async function activate(tx: Transaction, desk: Desk, account: AccountRow, { proof }: Proven): Promise<void> {
  const { passwordHash, displayName } = Registration.parse(JSON.parse(desk.seal.open(proof.sealed ?? '', proof.id)));
  account.passwordHash = passwordHash;
  account.passwordShort = false;
  account.displayName = displayName;
  account.emailVerifiedAt = tx.now;
  proof.sealed = null;
  await apply(tx, account, { decide: verify, contract: accountVerified, data: () => ({ by: 'email' as const }) });
  // Other registrations of this address, by whomever, are overtaken.
  await endProofs(tx, account.id);
}

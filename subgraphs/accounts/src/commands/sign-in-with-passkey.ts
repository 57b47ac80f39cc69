import type { Transaction } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { parse, text } from '@praetor/kernel/input';
import { z } from 'zod';
import { lockAccountRow } from '../db/account.store.ts';
import { PasskeyRow } from '../db/passkey.entity.ts';
import type { Desk } from './desk.ts';
import { InvalidPasskey } from './passkey-options.ts';
import type { SessionTokens } from './session-tokens.ts';
import { failSignIn, refusalsOfSignIn, signIn, signingIn, type SignInOutcome } from './sign-in.ts';
import { ProofAnswer, proven } from './verify-passkey.ts';

/** No idempotency key: each challenge is answered once. */
const Input = z.object({ response: ProofAnswer, deviceId: text(200).nullish() });

export const signInWithPasskeyRefusals = [InvalidPasskey, ...refusalsOfSignIn] as const;

/** A passkey with user verification is two factors in one: what the device has, and what unlocks it. It stands alone. */
export async function signInWithPasskey(room: Room, desk: Desk, raw: unknown): Promise<SessionTokens> {
  const { response, deviceId = null } = parse(Input, raw);
  const known = await room.em.fork().findOne(PasskeyRow, { credentialId: response.id });
  const accountId = known?.accountId ?? null;
  return signingIn(room, desk.keys, { action: 'signInWithPasskey', accountId }, (tx) =>
    answered(tx, room, desk, { response, client: deviceId, accountId }),
  );
}

async function answered(
  tx: Transaction,
  room: Room,
  desk: Desk,
  {
    response,
    client,
    accountId,
  }: { response: z.output<typeof ProofAnswer>; client: string | null; accountId: PasskeyRow['accountId'] | null },
): Promise<SignInOutcome> {
  const refusal = new InvalidPasskey();
  const account = accountId && (await lockAccountRow(tx.em, accountId));
  // Read anew under the lock: it may have been removed, or used, meanwhile.
  const passkey = account && (await tx.em.findOne(PasskeyRow, { credentialId: response.id, accountId: account.id }));
  const methods = passkey && (await proven(tx, desk, { tenantId: room.actor.tenantId, accountId: null }, passkey, response));
  if (!account || !methods) return failSignIn(tx, room, accountId, 'credentials', refusal);
  return signIn(tx, room, account, { methods, client, refusal });
}

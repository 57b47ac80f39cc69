import type { Room } from '@praetor/events/room';
import { idempotencyKey, parse } from '@praetor/kernel/input';
import { z } from 'zod';
import { lockAccountRow } from '../db/account.store.ts';
import type { ProofRow } from '../db/proof.entity.ts';
import { InvalidToken } from '../domain/proof.ts';
import type { Desk } from './desk.ts';
import { endProofs } from './end-proofs.ts';
import { deviceInput, emailInput, tokenInput } from './input.ts';
import { maySignInByLink } from './may-sign-in-by-link.ts';
import { TryLater } from './password-hasher.ts';
import { requestProof } from './request-proof.ts';
import type { SessionTokens } from './session-tokens.ts';
import { signIn, refusalsOfSignIn, signingIn } from './sign-in.ts';
import { useToken } from './use-proof.ts';

const Request = z.object({ email: emailInput, idempotencyKey });
/** No idempotency key: the link itself is used once, and tokens are kept nowhere to be given twice. */
const SignIn = z.object({ token: tokenInput, ...deviceInput });

export const requestMagicLinkRefusals = [TryLater] as const;
export const signInWithLinkRefusals = [InvalidToken, ...refusalsOfSignIn] as const;

/** Asks for a link to sign in with. Silent about whether anyone has the address. */
export async function requestMagicLink(room: Room, desk: Desk, raw: z.input<typeof Request>): Promise<ProofRow> {
  const input = parse(Request, raw);
  const asked = { purpose: 'magicLink', address: input.email, accountId: null, outcome: null } as const;
  return requestProof(room, desk, { action: 'requestMagicLink', input, ...asked });
}

/** Signs in by a link: in place of the password, not of the second factor. */
export async function signInWithLink(room: Room, desk: Desk, raw: z.input<typeof SignIn>): Promise<SessionTokens> {
  const { token, deviceId = null } = parse(SignIn, raw);
  return signingIn(room, desk.keys, { action: 'signInWithLink', accountId: null }, async (tx) => {
    const { accountId } = await useToken(tx, token, 'magicLink');
    const account = await lockAccountRow(tx.em, accountId);
    if (!(await maySignInByLink(tx.em, account))) throw new InvalidToken();
    account.emailVerifiedAt ??= tx.now;
    await endProofs(tx, accountId, ['magicLink']);
    return signIn(tx, room, account, { methods: ['email'], client: deviceId, refusal: new InvalidToken() });
  });
}

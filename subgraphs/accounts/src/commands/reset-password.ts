import { passwordChanged } from '@praetor/contracts/accounts';
import { perform } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { idempotencyKey, parse } from '@praetor/kernel/input';
import { z } from 'zod';
import { lockAccountRow } from '../db/account.store.ts';
import type { ProofRow } from '../db/proof.entity.ts';
import { proofById, proofOfToken } from '../db/proof.store.ts';
import { InvalidToken } from '../domain/proof.ts';
import { WeakPassword } from '../domain/password.ts';
import type { Desk } from './desk.ts';
import { forgive, limitsOf } from './guess-limits.ts';
import { emailInput, passwordInput, tokenInput } from './input.ts';
import { assertStrong } from './judge-password.ts';
import { contextOf, isShortAlone } from './password-context.ts';
import { TryLater } from './password-hasher.ts';
import { requestProof } from './request-proof.ts';
import { revokeSessions } from './revoke-sessions.ts';
import { digestOf } from './session-tokens.ts';
import { useToken } from './use-proof.ts';

const Request = z.object({ email: emailInput, idempotencyKey });
const Reset = z.object({ token: tokenInput, newPassword: passwordInput, idempotencyKey });

export const requestPasswordResetRefusals = [TryLater] as const;
export const resetPasswordRefusals = [InvalidToken, WeakPassword, TryLater] as const;

/** Asks for a link to set a new password. Silent about whether anyone has the address. */
export async function requestPasswordReset(room: Room, desk: Desk, raw: z.input<typeof Request>): Promise<ProofRow> {
  const input = parse(Request, raw);
  const asked = { purpose: 'resetPassword', address: input.email, accountId: null, outcome: null } as const;
  return requestProof(room, desk, { action: 'requestPasswordReset', input, ...asked });
}

/**
 * Sets a new password by a link. All sessions end, and all other links. It signs nobody in: the next login asks for the
 * second factor as any does. Whoever holds no living link learns nothing, and costs no hash.
 */
export async function resetPassword(room: Room, desk: Desk, raw: z.input<typeof Reset>): Promise<ProofRow> {
  const { token, newPassword, ...input } = parse(Reset, raw);
  const em = room.em.fork();
  const living = await proofOfToken(em, digestOf(token), 'resetPassword', room.clock());
  if (living?.accountId) await assertStrong(newPassword, await contextOf(em, living.accountId));
  const passwordHash = living && (await desk.passwords.hash(newPassword));
  const target = living?.accountId ? { type: 'account', id: living.accountId } : null;
  return perform(room, { action: 'resetPassword', target, input, reload: proofById }, async (tx) => {
    const { proof, accountId } = await useToken(tx, token, 'resetPassword');
    const account = await lockAccountRow(tx.em, accountId);
    if (account.status !== 'active' || !passwordHash) throw new InvalidToken();
    account.passwordHash = passwordHash;
    account.passwordShort = await isShortAlone(tx.em, newPassword);
    account.emailVerifiedAt ??= tx.now;
    account.updatedAt = tx.now;
    await tx.em.flush();
    await tx.announce(passwordChanged, { subject: { type: 'account', id: accountId }, data: { accountId } });
    await revokeSessions(tx, accountId, 'passwordChanged');
    // Whoever guessed at the old password stands in nobody's way at the new one.
    const { address } = limitsOf(desk, room.actor);
    await forgive(tx.em, account.tenantId, [address(proof.address)], 'all');
    return proof;
  });
}

import { emailChanged } from '@praetor/contracts/accounts';
import { willLeave } from '@praetor/events/commit-bell';
import { perform, type Transaction } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { newId, type Id } from '@praetor/kernel/id';
import { idempotencyKey, parse } from '@praetor/kernel/input';
import { z } from 'zod';
import type { AccountRow } from '../db/account.entity.ts';
import { accountById, accountOfAddress, lockAccountRow } from '../db/account.store.ts';
import { ProofRow } from '../db/proof.entity.ts';
import { proofById } from '../db/proof.store.ts';
import { InvalidCode, InvalidToken, proofExpiry, type Purpose } from '../domain/proof.ts';
import { accountOf } from './actor.ts';
import { forgetFailures, InvalidCredentials, ownPassword } from './attempt-password.ts';
import type { Desk } from './desk.ts';
import { endProofs } from './end-proofs.ts';
import { codeInput, emailInput, tokenInput } from './input.ts';
import { lockAddress } from './open-account.ts';
import { TryLater } from './password-hasher.ts';
import { requestProof } from './request-proof.ts';
import { revokeSessions } from './revoke-sessions.ts';
import { takeCodeTry, useCode, useToken } from './use-proof.ts';
import { inTenant } from '@praetor/postgres/tenancy';

const Change = z.object({ newEmail: emailInput, currentPassword: z.string().min(1).max(1024), idempotencyKey });
const Confirm = z.object({ ...codeInput, idempotencyKey });
const Undo = z.object({ token: tokenInput, idempotencyKey });

export const changeEmailRefusals = [InvalidCredentials, TryLater] as const;
export const confirmEmailChangeRefusals = [InvalidCode] as const;
export const undoEmailChangeRefusals = [InvalidToken] as const;

/** Asks to use another address: a code goes there. Silent about whether another account has it. */
export async function changeEmail(room: Room, desk: Desk, raw: z.input<typeof Change>): Promise<ProofRow> {
  const { currentPassword, ...input } = parse(Change, raw);
  const accountId = accountOf(room.actor);
  const attempt = await ownPassword(room, desk, accountId, currentPassword, (tx) => accountById(tx, accountId));
  if (!attempt.right) throw new InvalidCredentials();
  await inTenant(room.orm, room.actor.tenantId, (tx) => forgetFailures(tx, room, attempt));
  const asked = { purpose: 'changeEmail', address: input.newEmail, accountId, outcome: null } as const;
  return requestProof(room, desk, { action: 'changeEmail', input, ...asked });
}

/** Proves the new address: it is the account's from then on. The old one is told, and may take it back for a week. */
export async function confirmEmailChange(room: Room, desk: Desk, raw: z.input<typeof Confirm>): Promise<AccountRow> {
  const { requestId, code, ...input } = parse(Confirm, raw);
  const accountId = accountOf(room.actor);
  const id = await takeCodeTry(room, requestId, 'changeEmail');
  const target = { type: 'account', id: accountId };
  return perform(room, { action: 'confirmEmailChange', target, input, reload: accountById }, async (tx) => {
    const proven = await useCode(tx, desk, id, 'changeEmail', code);
    if (proven.accountId !== accountId) throw new InvalidCode();
    const account = await lockAccountRow(tx.em, accountId);
    const { email: before = null } = account;
    if (!(await moveTo(tx, account, proven.proof.address))) throw new InvalidCode();
    await endProofs(tx, accountId);
    if (before) ask(tx, account, 'undoEmail', before);
    return account;
  });
}

/** Whoever reads the old address takes the change back: whoever made it knew the password, so that goes, and every session. */
export async function undoEmailChange(room: Room, raw: z.input<typeof Undo>): Promise<ProofRow> {
  const { token, ...input } = parse(Undo, raw);
  return perform(room, { action: 'undoEmailChange', target: null, input, reload: proofById }, async (tx) => {
    const { proof, accountId } = await useToken(tx, token, 'undoEmail');
    const account = await lockAccountRow(tx.em, accountId);
    if (account.status !== 'active' || !(await moveTo(tx, account, proof.address))) throw new InvalidToken();
    account.passwordHash = null;
    await revokeSessions(tx, accountId, 'passwordChanged');
    await endProofs(tx, accountId, ['undoEmail']);
    ask(tx, account, 'resetPassword', proof.address);
    return proof;
  });
}

/** False when another account has the address by now. */
async function moveTo(tx: Transaction, account: AccountRow, email: string): Promise<boolean> {
  await lockAddress(tx.em, account.tenantId, email);
  const owner = await accountOfAddress(tx.em, email);
  if (owner && owner.id !== account.id) return false;
  account.email = email;
  account.emailVerifiedAt = tx.now;
  account.updatedAt = tx.now;
  await tx.em.flush();
  const subject = { type: 'account', id: account.id };
  await tx.announce(emailChanged, { subject, data: { accountId: account.id, email } });
  return true;
}

/** Has a secret sent to an address of the account; see `answer-requests.ts`. */
function ask(
  tx: Transaction,
  { tenantId, id: accountId }: { tenantId: Id<'tenant'>; id: Id<'account'> },
  purpose: Purpose,
  address: string,
): void {
  const times = {
    requestedAt: tx.now,
    createdAt: tx.now,
    expiresAt: proofExpiry(purpose, tx.now),
    answeredAt: null,
    endedAt: null,
  };
  const none = { digest: null, sealed: null, attempts: 0, sends: 1 };
  tx.em.create(ProofRow, { id: newId('proof'), tenantId, accountId, purpose, address, ...none, ...times });
  willLeave(tx.em, 'messages');
}

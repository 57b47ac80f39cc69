import { factorEnrolled } from '@praetor/contracts/accounts';
import type { Transaction } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import type { Id } from '@praetor/kernel/id';
import type { AccountRow } from '../db/account.entity.ts';
import { RecoveryCodeRow } from '../db/recovery-code.entity.ts';
import { lockSession } from '../db/session.store.ts';
import { assuranceOf, type AuthenticationMethod } from '../domain/assurance.ts';
import { makeRecoveryCodes } from './recovery-codes.ts';
import { revokeSessions } from './revoke-sessions.ts';

interface Enrolled {
  readonly kind: 'totp' | 'passkey';
  readonly credentialId: Id<'credential'>;
  /** How the new factor was just proven. */
  readonly methods: readonly AuthenticationMethod[];
}

/**
 * What follows from a new factor: it is announced, the session that enrolled it has proven it, every other session proved
 * less and ends. Recovery codes when there are none; null when the account has some.
 */
export async function factorEnrolledHere(
  tx: Transaction,
  room: Room,
  account: AccountRow,
  { kind, credentialId, methods }: Enrolled,
): Promise<string[] | null> {
  const { id: accountId } = account;
  const subject = { type: 'account', id: accountId };
  await tx.announce(factorEnrolled, { subject, data: { accountId, credentialId, kind } });
  await raiseSession(tx, room, methods);
  await revokeSessions(tx, accountId, 'factorChanged', room.actor.sessionId);
  const left = await tx.em.count(RecoveryCodeRow, { accountId, usedAt: null });
  return left ? null : makeRecoveryCodes(tx, account);
}

/** The session that asks has just proven this, too: it counts from its next request on, with the token it has. */
export async function raiseSession(tx: Transaction, { actor }: Room, methods: readonly AuthenticationMethod[]): Promise<void> {
  const session = actor.sessionId && (await lockSession(tx.em, actor.sessionId));
  if (!session || session.revokedAt) return;
  session.methods = [...new Set([...session.methods, ...methods])];
  session.assurance = Math.max(session.assurance, assuranceOf(session.methods));
  session.authenticatedAt = tx.now;
  await tx.em.flush();
}

import { sessionRevoked } from '@praetor/contracts/accounts';
import type { Transaction } from '@praetor/events/perform';
import { changed, sql } from '@praetor/postgres/sql';
import { idOf, uuidOf, type Id } from '@praetor/kernel/id';
import { endProofs } from './end-proofs.ts';
import type { SessionEnd } from '../domain/session.ts';

/** Ends the account's living sessions, all or all but one, and announces each; sign-ins under way end, and codes and links on their way. */
export async function revokeSessions(
  tx: Transaction,
  accountId: Id<'account'>,
  why: SessionEnd,
  except: Id<'session'> | null = null,
): Promise<void> {
  await endProofs(tx, accountId);
  const ended = await sql<{ id: string }>(
    tx.em,
    `update accounts.session set revoked_at = $2, revoked_why = $3
     where account_id = $1 and revoked_at is null and expires_at > $2 and id is distinct from $4 returning id`,
    [uuidOf(accountId), tx.now, why, except && uuidOf(except)],
  );
  // Whoever proved a first factor before this has to begin anew.
  await changed(tx.em, 'delete from accounts.sign_in_challenge where account_id = $1', [uuidOf(accountId)]);
  for (const { id } of ended) await announceRevoked(tx, accountId, idOf('session', id), why);
}

/** Ends the account's living sessions on one of its devices, and announces each. */
export async function endSessionsOn(tx: Transaction, accountId: Id<'account'>, deviceId: Id<'device'>): Promise<void> {
  const ended = await sql<{ id: string }>(
    tx.em,
    `update accounts.session set revoked_at = $3, revoked_why = 'revoked'
     where account_id = $1 and device_id = $2 and revoked_at is null and expires_at > $3 returning id`,
    [uuidOf(accountId), uuidOf(deviceId), tx.now],
  );
  for (const { id } of ended) await announceRevoked(tx, accountId, idOf('session', id), 'revoked');
}

/** In the order of the account's own events. */
export function announceRevoked(
  tx: Transaction,
  accountId: Id<'account'>,
  sessionId: Id<'session'>,
  why: SessionEnd,
): Promise<void> {
  return tx.announce(sessionRevoked, {
    subject: { type: 'session', id: sessionId },
    partitionKey: `account/${accountId}`,
    data: { accountId, sessionId, why },
    change: { before: { revokedWhy: null }, after: { revokedWhy: why } },
  });
}

import type { Transaction } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { isId, uuidOf, type Id } from '@praetor/kernel/id';
import { changed } from '@praetor/postgres/sql';
import { inTenant } from '@praetor/postgres/tenancy';
import type { ProofRow } from '../db/proof.entity.ts';
import { lockProof, proofOfToken } from '../db/proof.store.ts';
import { codeTries, InvalidCode, InvalidToken, type Purpose } from '../domain/proof.ts';
import type { Desk } from './desk.ts';
import { digestOf } from './session-tokens.ts';

/** A code as people type it. */
const plainCode = (code: string): string => code.replaceAll(/[\s-]/g, '');

/**
 * Counts one try at a code in a transaction of its own, before it is compared: of however many that come at once, five are
 * compared. A request that was made for nobody's address is counted alike. Throws {@link InvalidCode}.
 */
export async function takeCodeTry(room: Room, requestId: string, purpose: Purpose): Promise<Id<'proof'>> {
  if (!isId('proof', requestId)) throw new InvalidCode();
  const taken = await inTenant(room.orm, room.actor.tenantId, (tx) =>
    changed(
      tx,
      `update accounts.proof set attempts = attempts + 1
       where id = $1 and purpose = $2 and ended_at is null and expires_at > $3 and attempts < $4`,
      [uuidOf(requestId), purpose, room.clock(), codeTries],
    ),
  );
  if (taken === 0) throw new InvalidCode();
  return requestId;
}

/** Proves by a code whose try was taken, once. Throws {@link InvalidCode}. */
export async function useCode(tx: Transaction, desk: Desk, id: Id<'proof'>, purpose: Purpose, code: string): Promise<Proven> {
  const proof = await lockProof(tx.em, id, purpose);
  const matches = desk.digests.matches(proof?.digest ?? ''.padStart(64, '0'), `code/${id}`, plainCode(code));
  if (!proof?.accountId || proof.endedAt || proof.expiresAt <= tx.now || !proof.digest || !matches) throw new InvalidCode();
  return end(tx, proof, proof.accountId);
}

/** Proves by a token, once. Throws {@link InvalidToken}. */
export async function useToken(tx: Transaction, token: string, purpose: Purpose): Promise<Proven> {
  const found = await proofOfToken(tx.em, digestOf(token), purpose, tx.now);
  const proof = found && (await lockProof(tx.em, found.id, purpose));
  if (!proof?.accountId || proof.endedAt) throw new InvalidToken();
  return end(tx, proof, proof.accountId);
}

/** A proof that was just used, and whose it is. */
export interface Proven {
  readonly proof: ProofRow;
  readonly accountId: Id<'account'>;
}

async function end(tx: Transaction, proof: ProofRow, accountId: Id<'account'>): Promise<Proven> {
  proof.endedAt = tx.now;
  await tx.em.flush();
  return { proof, accountId };
}

import { proofRequested } from '@praetor/contracts/accounts';
import { willLeave } from '@praetor/events/commit-bell';
import { perform } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { newId, type Id } from '@praetor/kernel/id';
import { inTenant } from '@praetor/postgres/tenancy';
import { ProofRow } from '../db/proof.entity.ts';
import { proofById } from '../db/proof.store.ts';
import { proofExpiry, type Purpose } from '../domain/proof.ts';
import { tooMany } from './attempt-password.ts';
import type { Desk } from './desk.ts';
import { limitsOf, takeLimits } from './guess-limits.ts';

export interface ProofAsked {
  readonly action: string;
  readonly input: { idempotencyKey?: string | null | undefined };
  readonly purpose: Purpose;
  /** Normalised. */
  readonly address: string;
  /** Who asks for it, when signed in. */
  readonly accountId: Id<'account'> | null;
  /** What becomes of it once proven. */
  readonly outcome: object | null;
}

/**
 * Writes down that a secret is to be sent to an address, and nothing else: whose address it is, and whether anything is sent, is
 * found out after the answer (see `answer-requests.ts`), so that neither its content nor its time can tell. Throws
 * {@link TryLater} when too much was sent there, or asked for from the caller's network.
 */
export async function requestProof(room: Room, desk: Desk, asked: ProofAsked): Promise<ProofRow> {
  const { action, input, purpose, address, accountId, outcome } = asked;
  const { tenantId } = room.actor;
  await takeSending(room, desk, address);
  const target = accountId && { type: 'account', id: accountId };
  return perform(room, { action, target, input, reload: proofById }, async (tx) => {
    const id = newId('proof');
    const row = tx.em.create(ProofRow, {
      id,
      tenantId,
      accountId,
      purpose,
      address,
      digest: null,
      sealed: outcome && desk.seal.close(JSON.stringify(outcome), id),
      attempts: 0,
      sends: 1,
      requestedAt: tx.now,
      answeredAt: null,
      expiresAt: proofExpiry(purpose, tx.now),
      endedAt: null,
      createdAt: tx.now,
    });
    await tx.em.flush();
    willLeave(tx.em, 'messages');
    await tx.announce(proofRequested, { subject: { type: 'proof', id }, data: { proofId: id, purpose, accountId } });
    return row;
  });
}

/** Counts one message to an address, whoever has it. Throws {@link TryLater}. */
export async function takeSending(room: Room, desk: Desk, address: string): Promise<void> {
  const { tenantId } = room.actor;
  const now = room.clock();
  const limits = limitsOf(desk, room.actor);
  const taken = await inTenant(room.orm, tenantId, (tx) =>
    takeLimits(tx, tenantId, [limits.recipient(address), ...limits.network('asker')], now),
  );
  if (taken.blocked) throw tooMany(taken.until, now);
}

import { proofRequested } from '@praetor/contracts/accounts';
import { willLeave } from '@praetor/events/commit-bell';
import { perform } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { isId } from '@praetor/kernel/id';
import { idempotencyKey, parse } from '@praetor/kernel/input';
import { NotFound } from '@praetor/kernel/refusal';
import { z } from 'zod';
import type { ProofRow } from '../db/proof.entity.ts';
import { lockProofById, proofById } from '../db/proof.store.ts';
import { proofExpiry, purposes, resendAt } from '../domain/proof.ts';
import { tooMany } from './attempt-password.ts';
import type { Desk } from './desk.ts';
import { TryLater } from './password-hasher.ts';
import { takeSending } from './request-proof.ts';

const Input = z.object({ requestId: z.string(), idempotencyKey });

export const resendCodeRefusals = [TryLater] as const;

/** Sends another code for the same request; the one before is worth nothing then. Tells not whether the address has an account. */
export async function resendCode(room: Room, desk: Desk, raw: z.input<typeof Input>): Promise<ProofRow> {
  const input = parse(Input, raw);
  const { requestId } = input;
  if (!isId('proof', requestId)) throw new NotFound('request');
  const known = await proofById(room.em.fork(), requestId);
  await takeSending(room, desk, known.address);
  return perform(room, { action: 'resendCode', target: null, input, reload: proofById }, async (tx) => {
    const row = await lockProofById(tx.em, requestId);
    if (!row || row.endedAt || purposes[row.purpose].form !== 'code') throw new NotFound('request');
    const again = resendAt(row);
    if (!again || again > tx.now) throw tooMany(again ?? row.expiresAt, tx.now);
    row.sends += 1;
    row.attempts = 0;
    row.requestedAt = tx.now;
    row.answeredAt = null;
    row.digest = null;
    row.expiresAt = proofExpiry(row.purpose, tx.now);
    await tx.em.flush();
    willLeave(tx.em, 'messages');
    const { id: proofId, purpose, accountId = null } = row;
    await tx.announce(proofRequested, { subject: { type: 'proof', id: proofId }, data: { proofId, purpose, accountId } });
    return row;
  });
}

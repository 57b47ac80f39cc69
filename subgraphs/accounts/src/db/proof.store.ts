import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import type { Id } from '@praetor/kernel/id';
import { NotFound } from '@praetor/kernel/refusal';
import type { Purpose } from '../domain/proof.ts';
import { ProofRow } from './proof.entity.ts';

export async function proofById(em: EntityManager, id: string): Promise<ProofRow> {
  const row = await em.findOne(ProofRow, { id: id as Id<'proof'> });
  if (!row) throw new NotFound('request');
  return row;
}

export function lockProof(tx: EntityManager, id: Id<'proof'>, purpose: Purpose): Promise<ProofRow | null> {
  return tx.findOne(ProofRow, { id, purpose }, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
}

/** The living proof of a token, by its SHA-256. */
export function proofOfToken(em: EntityManager, digest: string, purpose: Purpose, now: Date): Promise<ProofRow | null> {
  return em.findOne(ProofRow, { digest, purpose, endedAt: null, expiresAt: { $gt: now } });
}

/** By its id alone; of whatever purpose. */
export function lockProofById(tx: EntityManager, id: Id<'proof'>): Promise<ProofRow | null> {
  return tx.findOne(ProofRow, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
}

/** A request that nobody has answered yet; null as well when another process is at it. */
export function lockUnanswered(tx: EntityManager, id: Id<'proof'>): Promise<ProofRow | null> {
  return tx.findOne(ProofRow, { id, answeredAt: null, endedAt: null }, { lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE });
}

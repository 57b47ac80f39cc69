import type { Id } from '@praetor/kernel/id';
import { Conflict, NotFound } from '@praetor/kernel/refusal';
import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import { TrustShadowRow } from './trust-shadow.entity.ts';

export async function shadowById(em: EntityManager, id: string): Promise<TrustShadowRow> {
  const row = await em.findOne(TrustShadowRow, { id: id as Id<'trustShadow'> }, { refresh: true });
  if (!row) throw new NotFound('shadow');
  return row;
}

/** Locked until the transaction ends. */
export async function lockShadow(
  em: EntityManager,
  id: Id<'trustShadow'>,
  expectedVersion?: number | null,
): Promise<TrustShadowRow> {
  const row = await em.findOne(TrustShadowRow, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
  if (!row) throw new NotFound('shadow');
  if (expectedVersion != null && expectedVersion !== row.version) throw new Conflict(expectedVersion, row.version);
  return row;
}

/** The one that runs, locked: of one model, or whichever. */
export const lockRunningShadow = (em: EntityManager, modelId: Id<'trustModel'> | null): Promise<TrustShadowRow | null> =>
  em.findOne(
    TrustShadowRow,
    { state: 'running', ...(modelId && { modelId }) },
    { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
  );

import type { Id } from '@praetor/kernel/id';
import { Conflict, NotFound } from '@praetor/kernel/refusal';
import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import { FactorResetRow } from './factor-reset.entity.ts';

export async function factorResetById(em: EntityManager, id: string): Promise<FactorResetRow> {
  const row = await em.findOne(FactorResetRow, { id: id as Id<'factorReset'> });
  if (!row) throw new NotFound('factor reset');
  return row;
}

/** The row, locked; the account's row is locked before. */
export async function lockFactorReset(
  tx: EntityManager,
  id: Id<'factorReset'>,
  expectedVersion?: number | null,
): Promise<FactorResetRow> {
  const row = await tx.findOne(FactorResetRow, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!row) throw new NotFound('factor reset');
  if (expectedVersion != null && expectedVersion !== row.version) throw new Conflict(expectedVersion, row.version);
  return row;
}

/** The one that is under way; the account's row is locked, so there comes no other meanwhile. */
export const openFactorReset = (em: EntityManager, accountId: Id<'account'>): Promise<FactorResetRow | null> =>
  em.findOne(FactorResetRow, { accountId, state: { $in: ['waiting', 'awaitingApproval'] } });

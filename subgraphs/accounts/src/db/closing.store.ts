import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import type { Id } from '@praetor/kernel/id';
import { Conflict, NotFound } from '@praetor/kernel/refusal';
import { ClosingRow } from './closing.entity.ts';
import { HoldRow } from './hold.entity.ts';

/** The account's closing that was not taken back, locked; null when there is none. */
export function lockClosingOf(tx: EntityManager, accountId: Id<'account'>): Promise<ClosingRow | null> {
  return tx.findOne(ClosingRow, { accountId, status: { $ne: 'cancelled' } }, { lockMode: LockMode.PESSIMISTIC_WRITE });
}

export async function lockClosing(tx: EntityManager, id: Id<'closing'>, expectedVersion?: number | null): Promise<ClosingRow> {
  const row = await tx.findOne(ClosingRow, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!row) throw new NotFound('closing');
  if (expectedVersion != null && expectedVersion !== row.version) throw new Conflict(expectedVersion, row.version);
  return row;
}

export async function closingById(em: EntityManager, id: string): Promise<ClosingRow> {
  const row = await em.findOne(ClosingRow, { id: id as Id<'closing'> });
  if (!row) throw new NotFound('closing');
  return row;
}

export async function holdById(em: EntityManager, id: string): Promise<HoldRow> {
  const row = await em.findOne(HoldRow, { id: id as Id<'hold'> });
  if (!row) throw new NotFound('hold');
  return row;
}

/** What holds an account's data back right now. */
export const livingHolds = (em: EntityManager, accountId: Id<'account'>): Promise<HoldRow[]> =>
  em.find(HoldRow, { accountId, releasedAt: null }, { orderBy: { id: 'asc' }, limit: 100 });

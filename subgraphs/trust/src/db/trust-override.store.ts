import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import type { Proposal } from '@praetor/kernel/four-eyes';
import type { Id } from '@praetor/kernel/id';
import { Conflict, NotFound } from '@praetor/kernel/refusal';
import { TrustOverrideRow } from './trust-override.entity.ts';

export async function overrideById(em: EntityManager, id: string): Promise<TrustOverrideRow> {
  const row = await em.findOne(TrustOverrideRow, { id: id as Id<'trustOverride'> });
  if (!row) throw new NotFound('override');
  return row;
}

/** The row, locked until the transaction ends. Lock the account's profile first. */
export async function lockOverride(
  em: EntityManager,
  id: Id<'trustOverride'>,
  expectedVersion?: number | null,
): Promise<TrustOverrideRow> {
  const row = await em.findOne(TrustOverrideRow, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
  if (!row) throw new NotFound('override');
  if (expectedVersion != null && expectedVersion !== row.version) throw new Conflict(expectedVersion, row.version);
  return row;
}

/** The account's overrides that wait or hold, locked. */
export const lockLiving = (em: EntityManager, accountId: Id<'account'>): Promise<TrustOverrideRow[]> =>
  em.find(
    TrustOverrideRow,
    { accountId, state: { $in: ['pending', 'active'] } },
    { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: 'asc' } },
  );

/** As the rule of four eyes sees it. */
export function proposalOf(row: TrustOverrideRow): Proposal {
  const state = row.state === 'pending' ? 'pending' : row.decidedById ? 'approved' : 'expired';
  return {
    state: row.endedWhy === 'rejected' || row.endedWhy === 'withdrawn' ? row.endedWhy : state,
    requestedById: row.requestedById,
    concernedIds: [row.accountId],
    expiresAt: row.decideBy,
  };
}

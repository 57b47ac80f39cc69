import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import type { Id } from '@praetor/kernel/id';
import { Conflict, NotFound } from '@praetor/kernel/refusal';
import type { Entity, Flag } from '../domain/flag.ts';
import { sees, type Reporter, type Sight } from '../domain/reporter.ts';
import { FlagRow } from './flag.entity.ts';

/** The row, locked until the transaction ends. Absent and invisible are the same refusal. */
export async function lockFlag(
  tx: EntityManager,
  sight: Sight,
  id: Id<'flag'>,
  expectedVersion?: number | null,
): Promise<FlagRow> {
  const row = await tx.findOne(FlagRow, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!row || !sees(sight, row)) throw new NotFound('flag');
  if (expectedVersion != null && expectedVersion !== row.version) throw new Conflict(expectedVersion, row.version);
  return row;
}

export async function flagById(em: EntityManager, id: string): Promise<FlagRow> {
  const row = await em.findOne(FlagRow, { id: id as Id<'flag'> });
  if (!row) throw new NotFound('flag');
  return row;
}

/**
 * The unresolved flag of this reporter on this entity for this category, locked; null when there is none. Whoever looks holds
 * an advisory lock until the end of the transaction, so that two at once do not both find none.
 */
export async function lockUnresolved(tx: EntityManager, entity: Entity, category: string, by: Reporter): Promise<FlagRow | null> {
  const where = {
    entityType: entity.type,
    entityId: entity.id,
    category,
    raisedById: by.id,
    status: { $ne: 'resolved' as const },
  };
  await tx.execute("select pg_advisory_xact_lock(728, hashtext(current_setting('praetor.tenant_id') || ?))", [
    JSON.stringify([entity, category, by.id]),
  ]);
  return tx.findOne(FlagRow, where, { lockMode: LockMode.PESSIMISTIC_WRITE });
}

/** The union the domain thinks in. */
export function toDomain(row: FlagRow): Flag {
  const concern = { entity: { type: row.entityType, id: row.entityId }, accountId: row.accountId ?? null };
  switch (row.status) {
    case 'open':
      return { ...concern, status: 'open' };
    case 'assigned':
      return { ...concern, status: 'assigned', assigneeId: kept(row.assigneeId) };
    case 'resolved':
      return { ...concern, status: 'resolved', resolution: kept(row.resolution), resolvedById: kept(row.resolvedById) };
  }
}

/** Writes the flag's new state into its row. Who had it when it was resolved stays visible. */
export function fromDomain(row: FlagRow, flag: Flag, now: Date): void {
  row.status = flag.status;
  row.updatedAt = now;
  switch (flag.status) {
    case 'open':
      row.assigneeId = null;
      break;
    case 'assigned':
      row.assigneeId = flag.assigneeId;
      break;
    case 'resolved':
      row.resolution = flag.resolution;
      row.resolvedById = flag.resolvedById;
      row.resolvedAt = now;
  }
}

/** What the row must hold in this status. */
function kept<T>(value: T | null | undefined): T {
  if (value == null) throw new Error('A flag row lacks what its status needs.');
  return value;
}

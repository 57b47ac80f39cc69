import type { Id } from '@praetor/kernel/id';
import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import { CheckpointRow } from './checkpoint.entity.ts';
import { LogRow } from './log.entity.ts';
import { TileRow } from './tile.entity.ts';

/** The tenant's log, locked until the transaction ends; null before its first entry. */
export function lockLog(tx: EntityManager, tenantId: Id<'tenant'>): Promise<LogRow | null> {
  return tx.findOne(LogRow, { tenantId }, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
}

/** The checkpoint of the largest tree signed so far. */
export function lastCheckpoint(em: EntityManager, tenantId: Id<'tenant'>): Promise<CheckpointRow | null> {
  return em.findOne(CheckpointRow, { tenantId }, { orderBy: { size: 'desc' } });
}

/** Tiles as the Merkle code names them, in one query. */
export async function tilesAt(
  em: EntityManager,
  tenantId: Id<'tenant'>,
  coordinates: readonly { level: number; index: number }[],
): Promise<TileRow[]> {
  if (coordinates.length === 0) return [];
  const named = coordinates.map(({ level, index }) => ({ level, index }));
  return em.find(TileRow, { tenantId, $or: named }, { disableIdentityMap: true });
}

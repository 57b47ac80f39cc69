import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import type { Id } from '@praetor/kernel/id';
import { Conflict, NotFound } from '@praetor/kernel/refusal';
import { RegisteredOperationRow } from './registered-operation.entity.ts';
import { TenantRow } from './tenant.entity.ts';

export async function lockOperation(
  tx: EntityManager,
  id: Id<'operation'>,
  expectedVersion?: number | null,
): Promise<RegisteredOperationRow> {
  const row = await tx.findOne(RegisteredOperationRow, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!row) throw new NotFound('registered operation');
  if (expectedVersion != null && expectedVersion !== row.version) throw new Conflict(expectedVersion, row.version);
  return row;
}

export async function operationById(em: EntityManager, id: string): Promise<RegisteredOperationRow> {
  const row = await em.findOne(RegisteredOperationRow, { id: id as Id<'operation'> });
  if (!row) throw new NotFound('registered operation');
  return row;
}

/** Those of one key, or of the whole tenant, that these hashes stand for; the removed ones too. */
export function operationsByHash(
  em: EntityManager,
  apiKeyId: Id<'apiKey'> | null,
  hashes: readonly string[],
): Promise<RegisteredOperationRow[]> {
  return em.find(RegisteredOperationRow, { apiKeyId, hash: { $in: [...hashes] } }, { orderBy: { id: 'asc' } });
}

/** Who registers operations for everybody waits for whoever does the same. */
export async function lockTenant(tx: EntityManager, id: Id<'tenant'>): Promise<void> {
  if (!(await tx.findOne(TenantRow, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE }))) throw new NotFound('tenant');
}

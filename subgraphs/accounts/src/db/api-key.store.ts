import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import type { Id } from '@praetor/kernel/id';
import { Conflict, NotFound } from '@praetor/kernel/refusal';
import { ApiKeyRow } from './api-key.entity.ts';

export async function lockApiKey(tx: EntityManager, id: Id<'apiKey'>, expectedVersion?: number | null): Promise<ApiKeyRow> {
  const row = await tx.findOne(ApiKeyRow, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!row) throw new NotFound('API key');
  if (expectedVersion != null && expectedVersion !== row.version) throw new Conflict(expectedVersion, row.version);
  return row;
}

export async function apiKeyById(em: EntityManager, id: string): Promise<ApiKeyRow> {
  const row = await em.findOne(ApiKeyRow, { id: id as Id<'apiKey'> });
  if (!row) throw new NotFound('API key');
  return row;
}

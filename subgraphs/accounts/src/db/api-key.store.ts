import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import type { Id } from '@praetor/kernel/id';
import { Conflict, NotFound } from '@praetor/kernel/refusal';
import { keyManagerRoles, vouches } from '../domain/api-key.ts';
import { AccountRow } from './account.entity.ts';
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

/** SQL, for a key `k`: {@link vouches}. Asked on each request, so that a lock or a lost role counts for keys, too. */
export const keyIsVouchedFor = `(k.vouched_by_id is null or exists (
  select 1 from accounts.account v where v.id = k.vouched_by_id and v.tenant_id = k.tenant_id
    and v.status = 'active' and v.roles && '{${keyManagerRoles.join(',')}}'::text[]))`;

export async function isVouchedFor(em: EntityManager, { vouchedById }: ApiKeyRow): Promise<boolean> {
  if (!vouchedById) return true;
  const account = await em.findOne(AccountRow, { id: vouchedById });
  return account !== null && vouches(account);
}

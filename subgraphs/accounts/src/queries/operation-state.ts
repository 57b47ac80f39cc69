import type { Room } from '@praetor/events/room';
import { type Id, idOf, isId, uuidOf } from '@praetor/kernel/id';
import { asWorker } from '@praetor/postgres/tenancy';
import { keyIsVouchedFor } from '../db/api-key.store.ts';
import type { ApiKeyState } from './live-state.ts';

/** What a hash stands for right now. */
export interface OperationState {
  id: Id<'operation'>;
  body: string;
  deprecatedAt: Date | null;
  sunsetAt: Date | null;
  documentation: string | null;
}

/** What the gateway runs in the place of a hash: the key's own operation, else the tenant's. One statement, one index. */
export async function operationState(
  { orm }: Room,
  { tenantId, apiKeyId, hash }: { tenantId: string; apiKeyId?: string | null | undefined; hash: string },
): Promise<OperationState | null> {
  if (!isId('tenant', tenantId) || (apiKeyId != null && !isId('apiKey', apiKeyId)) || hash.includes('\0')) return null;
  const [found] = await asWorker(orm, (tx) =>
    tx.execute<{ id: string; body: string; deprecated_at: Date | null; sunset_at: Date | null; documentation: string | null }[]>(
      `select id, body, deprecated_at, sunset_at, documentation from accounts.registered_operation
       where tenant_id = ? and hash = ? and (api_key_id is null or api_key_id = ?) and removed_at is null
       order by api_key_id nulls last limit 1`,
      [uuidOf(tenantId), hash, apiKeyId == null ? null : uuidOf(apiKeyId)],
    ),
  );
  if (!found) return null;
  const { id, body, deprecated_at: deprecatedAt, sunset_at: sunsetAt, documentation } = found;
  return { id: idOf('operation', id), body, deprecatedAt, sunsetAt, documentation };
}

/** What a key is worth, by its id: whom operations are registered for. */
export async function partnerState({ orm }: Room, id: string): Promise<ApiKeyState | null> {
  if (!isId('apiKey', id)) return null;
  const [found] = await asWorker(orm, (tx) =>
    tx.execute<{ active: boolean; tenant_id: string; roles: string[]; operations_only: boolean }[]>(
      `select revoked_at is null and ${keyIsVouchedFor} as active, tenant_id, roles, operations_only from accounts.api_key k where id = ?`,
      [uuidOf(id)],
    ),
  );
  if (!found) return null;
  const { active, roles, operations_only: operationsOnly } = found;
  return { active, id, tenantId: idOf('tenant', found.tenant_id), roles, operationsOnly };
}

import { operationsRegistered } from '@praetor/contracts/accounts';
import { readManifest } from '@praetor/authorization/operation-manifest';
import { perform } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import type { EntityManager } from '@mikro-orm/postgresql';
import { type Id, newId, parseId } from '@praetor/kernel/id';
import { idempotencyKey, parse } from '@praetor/kernel/input';
import { PolicyDenied } from '@praetor/kernel/refusal';
import { z } from 'zod';
import { lockApiKey } from '../db/api-key.store.ts';
import { RegisteredOperationRow } from '../db/registered-operation.entity.ts';
import { lockTenant, operationsByHash } from '../db/registered-operation.store.ts';
import { OperationHashTaken, registration } from '../domain/registered-operation.ts';
import { ApiKeyRevoked } from '../domain/rotation.ts';

const Input = z.object({ apiKeyId: z.string().nullish(), manifest: z.unknown().optional(), idempotencyKey });

export const registerOperationsRefusals = [PolicyDenied, ApiKeyRevoked, OperationHashTaken] as const;

/** What is registered of a manifest now, in the order of first registration. */
export interface Registration {
  /** The key's, or the tenant's. */
  readonly id: string;
  readonly operations: RegisteredOperationRow[];
}

/**
 * Registers the operations of a manifest, for one key or for the whole tenant. Those that are there stay as they are, so a
 * partner's every build may send all of its own. That they are valid, and allowed to the partner, the gateway saw to.
 */
export async function registerOperations(room: Room, raw: z.input<typeof Input>): Promise<Registration> {
  const input = parse(Input, raw);
  const { tenantId } = room.actor;
  const apiKeyId = input.apiKeyId == null ? null : parseId('apiKey', input.apiKeyId, 'apiKeyId');
  const given = readManifest(input.manifest);
  const id = apiKeyId ?? tenantId;
  const target = apiKeyId ? { type: 'apiKey', id: apiKeyId } : { type: 'tenant', id: tenantId };
  const hashes = given.map(({ hash }) => hash);
  const reload = async (em: EntityManager) => ({ id, operations: await operationsByHash(em, apiKeyId, hashes) });
  return perform(room, { action: 'registerOperations', target, input, reload }, async (tx) => {
    await lockOwner(tx.em, apiKeyId, tenantId);
    tx.authorize({ action: 'ManageApiKey', resource: { type: 'ApiKey', id, attributes: { tenant: tenantId } } });
    const { added, restored } = registration(await operationsByHash(tx.em, apiKeyId, hashes), given);
    for (const row of restored) row.removedAt = null;
    const owner = { tenantId, apiKeyId, registeredAt: tx.now };
    const made = added.map(({ hash, name, kind, body }) =>
      tx.em.create(RegisteredOperationRow, { id: newId('operation'), ...owner, hash, name, kind, body, ...unused }),
    );
    await tx.em.flush();
    const operations = [...restored, ...made].map((row) => ({ operationId: row.id, hash: row.hash, name: row.name }));
    if (operations.length > 0)
      await tx.announce(operationsRegistered, {
        subject: target,
        data: { apiKeyId, operations },
        change: { before: null, after: { registered: operations.map(({ hash }) => hash) } },
      });
    return reload(tx.em);
  });
}

const unused = {
  deprecatedAt: null,
  sunsetAt: null,
  documentation: null,
  removedAt: null,
  firstUsedAt: null,
  lastUsedAt: null,
  uses: 0,
  errors: 0,
  latencies: [],
  deprecatedUses: [],
};

async function lockOwner(tx: EntityManager, apiKeyId: Id<'apiKey'> | null, tenantId: Id<'tenant'>): Promise<void> {
  if (!apiKeyId) return lockTenant(tx, tenantId);
  const key = await lockApiKey(tx, apiKeyId);
  if (key.revokedAt) throw new ApiKeyRevoked();
}

import { apiKeyRevoked } from '@praetor/contracts/accounts';
import { perform } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { parseId } from '@praetor/kernel/id';
import { expectedVersion, idempotencyKey, parse } from '@praetor/kernel/input';
import { Conflict, PolicyDenied } from '@praetor/kernel/refusal';
import { z } from 'zod';
import type { ApiKeyRow } from '../db/api-key.entity.ts';
import { apiKeyById, lockApiKey } from '../db/api-key.store.ts';

const Input = z.object({ apiKeyId: z.string(), expectedVersion, idempotencyKey });

export const revokeApiKeyRefusals = [PolicyDenied, Conflict] as const;

/** Ends a key for good. One that ended already stays as it is. */
export async function revokeApiKey(room: Room, raw: z.input<typeof Input>): Promise<ApiKeyRow> {
  const input = parse(Input, raw);
  const id = parseId('apiKey', input.apiKeyId, 'apiKeyId');
  const target = { type: 'apiKey', id };
  return perform(room, { action: 'revokeApiKey', target, input, reload: apiKeyById }, async (tx) => {
    const row = await lockApiKey(tx.em, id, input.expectedVersion);
    tx.authorize({ action: 'ManageApiKey', resource: { type: 'ApiKey', id, attributes: { tenant: row.tenantId } } });
    if (row.revokedAt) return row;
    row.revokedAt = tx.now;
    row.previousDigest = null;
    row.previousUntil = null;
    await tx.em.flush();
    await tx.announce(apiKeyRevoked, {
      subject: target,
      data: { apiKeyId: id, name: row.name },
      change: { before: { revokedAt: null }, after: { revokedAt: tx.now } },
    });
    return row;
  });
}

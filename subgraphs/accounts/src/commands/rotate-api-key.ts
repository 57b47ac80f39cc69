import { apiKeyRotated } from '@praetor/contracts/accounts';
import { perform } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { parseId } from '@praetor/kernel/id';
import { expectedVersion, idempotencyKey, parse } from '@praetor/kernel/input';
import { Conflict, PolicyDenied } from '@praetor/kernel/refusal';
import { z } from 'zod';
import { apiKeyById, isVouchedFor, lockApiKey } from '../db/api-key.store.ts';
import { ApiKeyRevoked, overlapEnd } from '../domain/rotation.ts';
import { type CreatedApiKey, newApiKeySecret, prefixOf, voucherOf } from './create-api-key.ts';
import { digestOf } from './session-tokens.ts';

const Input = z.object({ apiKeyId: z.string(), previousUntil: z.date().nullish(), expectedVersion, idempotencyKey });

export const rotateApiKeyRefusals = [PolicyDenied, Conflict, ApiKeyRevoked] as const;

/**
 * Gives a key a new secret, shown once; the present one counts until the overlap ends. Whoever rotates it answers for it from now on.
 */
export async function rotateApiKey(room: Room, raw: z.input<typeof Input>): Promise<CreatedApiKey> {
  const input = parse(Input, raw);
  const id = parseId('apiKey', input.apiKeyId, 'apiKeyId');
  const target = { type: 'apiKey', id };
  const reload: (...args: Parameters<typeof apiKeyById>) => Promise<CreatedApiKey> = async (em, of) => {
    const apiKey = await apiKeyById(em, of);
    return { id: apiKey.id, apiKey, secret: null };
  };
  return perform(room, { action: 'rotateApiKey', target, input, reload }, async (tx) => {
    const row = await lockApiKey(tx.em, id, input.expectedVersion);
    tx.authorize({ action: 'ManageApiKey', resource: { type: 'ApiKey', id, attributes: { tenant: row.tenantId } } });
    if (row.revokedAt) throw new ApiKeyRevoked();
    const asked = overlapEnd(input.previousUntil ?? null, tx.now);
    // What counts no more does not count again because somebody else answers for the key now.
    const until = (await isVouchedFor(tx.em, row)) ? asked : null;
    const secret = newApiKeySecret();
    const before = { prefix: row.prefix };
    row.previousDigest = until && row.digest;
    row.previousUntil = until;
    row.vouchedById = voucherOf(room.actor);
    row.digest = digestOf(secret);
    row.prefix = prefixOf(secret);
    await tx.em.flush();
    const { name, prefix } = row;
    await tx.announce(apiKeyRotated, {
      subject: target,
      data: { apiKeyId: id, name, prefix, previousUntil: (until ?? tx.now).toISOString() },
      change: { before, after: { prefix, previousUntil: until } },
    });
    return { id, apiKey: row, secret };
  });
}

import { randomBytes } from 'node:crypto';
import { apiKeyCreated } from '@praetor/contracts/accounts';
import { perform } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import type { Actor } from '@praetor/identity/actor';
import { newId, type Id } from '@praetor/kernel/id';
import { idempotencyKey, parse, text } from '@praetor/kernel/input';
import { PolicyDenied } from '@praetor/kernel/refusal';
import { z } from 'zod';
import { ApiKeyRow } from '../db/api-key.entity.ts';
import { apiKeyById } from '../db/api-key.store.ts';
import { accountOf } from './actor.ts';
import { digestOf } from './session-tokens.ts';

const Input = z.object({ name: text(100), operationsOnly: z.boolean().nullish(), idempotencyKey });

export const createApiKeyRefusals = [PolicyDenied] as const;

/** The secret is shown once: a repeated request with the same idempotency key answers without it. */
export interface CreatedApiKey {
  readonly id: Id<'apiKey'>;
  readonly apiKey: ApiKeyRow;
  readonly secret: string | null;
}

export const prefixOf = (secret: string): string => secret.slice(0, 10);
export const newApiKeySecret = (): string => `pk_${randomBytes(32).toString('base64url')}`;

/** Praetor's own work vouches for itself. */
export const voucherOf = (actor: Actor): Id<'account'> | null => (actor.kind === 'account' ? accountOf(actor) : null);

/** Makes a key for a marketplace's back end. `secret` is given only by what keeps it elsewhere. */
export async function createApiKey(
  room: Room,
  raw: z.input<typeof Input>,
  secret: string = newApiKeySecret(),
): Promise<CreatedApiKey> {
  const input = parse(Input, raw);
  const { tenantId } = room.actor;
  const reload: (...args: Parameters<typeof apiKeyById>) => Promise<CreatedApiKey> = async (em, id) => {
    const apiKey = await apiKeyById(em, id);
    return { id: apiKey.id, apiKey, secret: null };
  };
  return perform(room, { action: 'createApiKey', target: null, input, reload }, async (tx) => {
    const id = newId('apiKey');
    tx.authorize({ action: 'ManageApiKey', resource: { type: 'ApiKey', id, attributes: { tenant: tenantId } } });
    const apiKey = tx.em.create(ApiKeyRow, {
      id,
      tenantId,
      name: input.name,
      prefix: prefixOf(secret),
      digest: digestOf(secret),
      previousDigest: null,
      previousUntil: null,
      operationsOnly: input.operationsOnly ?? true,
      roles: ['PARTNER'],
      vouchedById: voucherOf(room.actor),
      createdAt: tx.now,
      revokedAt: null,
    });
    await tx.em.flush();
    const { name, prefix, roles, operationsOnly } = apiKey;
    await tx.announce(apiKeyCreated, {
      subject: { type: 'apiKey', id },
      data: { apiKeyId: id, name, prefix, roles },
      change: { before: null, after: { name, prefix, roles, operationsOnly, revokedAt: null } },
    });
    return { id, apiKey, secret };
  });
}

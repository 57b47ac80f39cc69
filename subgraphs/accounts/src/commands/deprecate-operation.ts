import { operationDeprecated } from '@praetor/contracts/accounts';
import { perform } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { parseId } from '@praetor/kernel/id';
import { expectedVersion, idempotencyKey, parse } from '@praetor/kernel/input';
import { Conflict, PolicyDenied } from '@praetor/kernel/refusal';
import { z } from 'zod';
import type { RegisteredOperationRow } from '../db/registered-operation.entity.ts';
import { lockOperation, operationById } from '../db/registered-operation.store.ts';

const latest = new Date('9999-12-31T23:59:59Z');
const Input = z.object({ operationId: z.string(), from: z.date().max(latest).nullish(), expectedVersion, idempotencyKey });

export const deprecateOperationRefusals = [PolicyDenied, Conflict] as const;

/** Says from when a partner should use another operation; without a time, takes that back. It runs as before. */
export async function deprecateOperation(room: Room, raw: z.input<typeof Input>): Promise<RegisteredOperationRow> {
  const input = parse(Input, raw);
  const id = parseId('operation', input.operationId, 'operationId');
  const target = { type: 'operation', id };
  return perform(room, { action: 'deprecateOperation', target, input, reload: operationById }, async (tx) => {
    const row = await lockOperation(tx.em, id, input.expectedVersion);
    const { tenantId, apiKeyId, hash, name } = row;
    tx.authorize({
      action: 'ManageApiKey',
      resource: { type: 'ApiKey', id: apiKeyId ?? tenantId, attributes: { tenant: tenantId } },
    });
    const before = { deprecatedAt: row.deprecatedAt };
    row.deprecatedAt = input.from ?? null;
    await tx.em.flush();
    const deprecatedAt = row.deprecatedAt?.toISOString() ?? null;
    await tx.announce(operationDeprecated, {
      subject: target,
      data: { operationId: id, apiKeyId: apiKeyId ?? null, hash, name, deprecatedAt },
      change: { before, after: { deprecatedAt } },
    });
    return row;
  });
}

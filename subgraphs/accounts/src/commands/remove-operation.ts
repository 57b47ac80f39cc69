import { operationRemoved } from '@praetor/contracts/accounts';
import { perform } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { parseId } from '@praetor/kernel/id';
import { expectedVersion, idempotencyKey, parse } from '@praetor/kernel/input';
import { Conflict, PolicyDenied } from '@praetor/kernel/refusal';
import { z } from 'zod';
import type { RegisteredOperationRow } from '../db/registered-operation.entity.ts';
import { lockOperation, operationById } from '../db/registered-operation.store.ts';
import { assertRemovable, OperationInUse } from '../domain/registered-operation.ts';

const Input = z.object({ operationId: z.string(), force: z.boolean().nullish(), expectedVersion, idempotencyKey });

export const removeOperationRefusals = [PolicyDenied, Conflict, OperationInUse] as const;

/** Takes an operation away: nobody runs it by its hash any more, at once. */
export async function removeOperation(room: Room, raw: z.input<typeof Input>): Promise<RegisteredOperationRow> {
  const input = parse(Input, raw);
  const id = parseId('operation', input.operationId, 'operationId');
  const target = { type: 'operation', id };
  return perform(room, { action: 'removeOperation', target, input, reload: operationById }, async (tx) => {
    const row = await lockOperation(tx.em, id, input.expectedVersion);
    const { tenantId, apiKeyId, hash, name } = row;
    tx.authorize({
      action: 'ManageApiKey',
      resource: { type: 'ApiKey', id: apiKeyId ?? tenantId, attributes: { tenant: tenantId } },
    });
    if (row.removedAt) return row;
    assertRemovable(row.lastUsedAt ?? null, tx.now, input.force ?? false);
    row.removedAt = tx.now;
    await tx.em.flush();
    await tx.announce(operationRemoved, {
      subject: target,
      data: { operationId: id, apiKeyId: apiKeyId ?? null, hash, name, forced: input.force ?? false },
      change: { before: { removedAt: null }, after: { removedAt: tx.now } },
    });
    return row;
  });
}

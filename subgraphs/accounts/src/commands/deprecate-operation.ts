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
const Moment = z.date().max(latest).nullish();
/** As it stands in a header: with everything encoded that would end it there. */
const Documentation = z
  .url({ protocol: /^https?$/, error: 'Give the http:// or https:// address of a page.' })
  .transform((url) => new URL(url).href)
  .refine((url) => url.length <= 500, 'Use at most 500 characters.');
const Input = z
  .object({
    operationId: z.string(),
    from: Moment,
    sunsetAt: Moment,
    documentation: Documentation.nullish(),
    expectedVersion,
    idempotencyKey,
  })
  .refine(({ from, sunsetAt, documentation }) => from || (!sunsetAt && !documentation), {
    path: ['from'],
    error: 'Say from when it is deprecated.',
  })
  // RFC 9745, section 3.
  .refine(({ from, sunsetAt }) => !from || !sunsetAt || sunsetAt >= from, {
    path: ['sunsetAt'],
    error: 'It cannot end before it is deprecated.',
  });

export const deprecateOperationRefusals = [PolicyDenied, Conflict] as const;

/**
 * Says from when a partner should use another operation, from when it may end, and where to read more; without a time, takes
 * all of that back. It runs as before: the gateway tells the partner with each answer.
 */
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
    const before = stateOf(row);
    row.deprecatedAt = input.from ?? null;
    row.sunsetAt = input.sunsetAt ?? null;
    row.documentation = input.documentation ?? null;
    await tx.em.flush();
    const after = stateOf(row);
    await tx.announce(operationDeprecated, {
      subject: target,
      data: { operationId: id, apiKeyId: apiKeyId ?? null, hash, name, ...after },
      change: { before, after },
    });
    return row;
  });
}

const stateOf = ({ deprecatedAt, sunsetAt, documentation }: RegisteredOperationRow) => ({
  deprecatedAt: deprecatedAt?.toISOString() ?? null,
  sunsetAt: sunsetAt?.toISOString() ?? null,
  documentation: documentation ?? null,
});

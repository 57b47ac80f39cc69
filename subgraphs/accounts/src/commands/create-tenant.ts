import { tenantCreated } from '@praetor/contracts/accounts';
import { perform } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { idempotencyKey, parse, text } from '@praetor/kernel/input';
import { NotFound } from '@praetor/kernel/refusal';
import { z } from 'zod';
import { TenantRow } from '../db/tenant.entity.ts';

const Input = z.object({ slug: z.string().regex(/^[a-z0-9-]{1,63}$/), name: text(200), idempotencyKey });

/** Makes the actor's own tenant. No field of the graph leads here: who runs Praetor decides which marketplaces it serves. */
export async function createTenant(room: Room, raw: z.input<typeof Input>): Promise<TenantRow> {
  const input = parse(Input, raw);
  const { tenantId } = room.actor;
  const target = { type: 'tenant', id: tenantId };
  const reload = async (em: Room['em']) => {
    const row = await em.findOne(TenantRow, { id: tenantId });
    if (!row) throw new NotFound('tenant');
    return row;
  };
  return perform(room, { action: 'createTenant', target, input, reload }, async (tx) => {
    const { slug, name } = input;
    const row = tx.em.create(TenantRow, { id: tenantId, tenantId, slug, name, createdAt: tx.now });
    await tx.em.flush();
    await tx.announce(tenantCreated, { subject: target, data: { slug, name }, change: { before: null, after: { slug, name } } });
    return row;
  });
}

import type { Room } from '@praetor/events/room';
import { type Id, parseId, uuidOf } from '@praetor/kernel/id';
import { parse } from '@praetor/kernel/input';
import { latencyBuckets } from '@praetor/kernel/latency-sketch';
import { changed } from '@praetor/postgres/sql';
import { inTenant } from '@praetor/postgres/tenancy';
import { z } from 'zod';

const Count = z.int().min(0).max(1_000_000_000);
const Usage = z.object({
  tenantId: z.string().transform((id) => parseId('tenant', id, 'tenantId')),
  operationId: z.string().transform((id) => parseId('operation', id, 'operationId')),
  uses: Count,
  errors: Count,
  latencies: z.array(Count).max(latencyBuckets),
  deprecatedUses: z.array(z.string().max(400)).max(100),
});
const Input = z.object({ usages: z.array(Usage).max(1_000) });

/** Nobody can refuse what happened. @public */
export const reportOperationUsageRefusals = [] as const;

/**
 * Adds to the sums of operations what a gateway counted since its last report. Counts only: they are not worth an event, and
 * a report that is sent twice, because its answer was lost, counts twice.
 */
export async function reportOperationUsage(room: Room, raw: z.input<typeof Input>): Promise<number> {
  const { usages } = parse(Input, raw);
  const now = room.clock();
  let recorded = 0;
  for (const [tenantId, ofTenant] of Map.groupBy(usages, (usage) => usage.tenantId))
    recorded += await add(room, tenantId, ofTenant, now);
  return recorded;
}

/** Rows are locked in one order, so that reports of several gateways wait for each other and never deadlock. */
function add(room: Room, tenantId: Id<'tenant'>, usages: readonly z.output<typeof Usage>[], now: Date): Promise<number> {
  const rows = usages.map(({ operationId, deprecatedUses, uses, errors, latencies }) => ({
    id: uuidOf(operationId),
    uses,
    errors,
    latencies,
    deprecated: deprecatedUses,
  }));
  return inTenant(room.orm, tenantId, (tx) =>
    changed(
      tx,
      `with used as (select * from jsonb_to_recordset($2::jsonb) as u(id uuid, uses bigint, errors bigint, latencies bigint[], deprecated text[])),
       locked as (
         select o.id from accounts.registered_operation o
         where o.tenant_id = $1 and o.id in (select id from used) order by o.id for update)
       update accounts.registered_operation o
       set first_used_at = coalesce(o.first_used_at, $3), last_used_at = greatest(o.last_used_at, $3),
           uses = o.uses + u.uses, errors = o.errors + u.errors, deprecated_uses = u.deprecated,
           latencies = (select coalesce(array_agg(coalesce(a, 0) + coalesce(b, 0) order by i), '{}')
                        from unnest(o.latencies, u.latencies) with ordinality as sums(a, b, i))
       from used u join locked l on l.id = u.id where o.tenant_id = $1 and o.id = u.id`,
      [uuidOf(tenantId), JSON.stringify(rows), now],
    ),
  );
}

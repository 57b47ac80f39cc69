import type { Envelope } from '@praetor/contracts/envelope';
import { sql } from '@praetor/postgres/sql';
import { idOf, type Id } from '@praetor/kernel/id';
import { asWorker, inTenant } from '@praetor/postgres/tenancy';
import type { LoggedEvent } from '@praetor/subgraph/rebuild';
import type { MikroORM } from '@mikro-orm/postgresql';
import { readLeaf, together, type Personal } from '../domain/entry.ts';

/**
 * Events as they were announced, in the order of the tenant's log: what other subgraphs' projections are rebuilt from. What
 * was erased is missing from them.
 */
export function readLog(orm: MikroORM, tenantId: Id<'tenant'>, from: number, limit: number): Promise<LoggedEvent[]> {
  return inTenant(orm, tenantId, async (tx) => {
    const rows = await sql<{ index: string; recorded_at: string; leaf: string; personal: Personal | null }>(
      tx,
      'select index, recorded_at, leaf, personal from audit.entry where index >= $1 order by index limit $2',
      [from, limit],
    );
    return rows.map(({ index, recorded_at, leaf, personal }) => ({
      index: Number(index),
      recordedAt: new Date(recorded_at),
      event: together(readLeaf(leaf), personal) as unknown as Envelope,
    }));
  });
}

/** Whose logs there are. */
export async function loggedTenants(orm: MikroORM): Promise<Id<'tenant'>[]> {
  const rows = await asWorker(orm, (tx) => sql<{ tenant_id: string }>(tx, 'select tenant_id from audit.log order by 1'));
  return rows.map(({ tenant_id }) => idOf('tenant', tenant_id));
}

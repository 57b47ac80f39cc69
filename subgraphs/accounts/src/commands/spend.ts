import { createHash } from 'node:crypto';
import type { Room } from '@praetor/events/room';
import { uuidOf } from '@praetor/kernel/id';
import { sql } from '@praetor/postgres/sql';
import { inTenant } from '@praetor/postgres/tenancy';
import type { EntityManager } from '@mikro-orm/postgresql';

const digestOf = (what: string): string => createHash('sha256').update(what).digest('hex');

/** Remembers that something was used, until it counts no more. False when it was used before. */
export function spend(room: Room, what: string, until: Date): Promise<boolean> {
  const { tenantId } = room.actor;
  return inTenant(room.orm, tenantId, async (tx) => {
    const spent = await sql(
      tx,
      'insert into accounts.spent_challenge (tenant_id, digest, expires_at) values ($1, $2, $3) on conflict do nothing returning digest',
      [uuidOf(tenantId), digestOf(what), until],
    );
    return spent.length === 1;
  });
}

export async function wasSpent(tx: EntityManager, what: string): Promise<boolean> {
  return (await sql(tx, 'select 1 from accounts.spent_challenge where digest = $1', [digestOf(what)])).length > 0;
}

import { uuidOf } from '@praetor/kernel/id';
import { IdempotencyMismatch } from '@praetor/kernel/refusal';
import { tenantPolicies } from '@praetor/postgres/tenancy';
import type { EntityManager } from '@mikro-orm/postgresql';
import { digestOf, type Attempt, type Room } from './perform.ts';

/** How long a key is remembered. */
const keptDays = 7;

/** DDL of the table of used idempotency keys, for a subgraph's first migration. */
export function commandTables(schema: string): string {
  const table = `${schema}.command_key`;
  return `
    create table ${table} (
      tenant_id uuid not null,
      actor_id text not null,
      key text not null,
      action text not null,
      input_digest text not null,
      result_id text,
      created_at timestamptz not null,
      primary key (tenant_id, actor_id, key)
    );
    ${tenantPolicies(table)}`;
}

/**
 * Does the work once per (actor, idempotency key): a repetition waits for the first and answers the same thing.
 * The key's row is written in the work's own transaction, so a refused attempt leaves none.
 */
export async function once<Result extends { id: string }>(
  em: EntityManager,
  room: Room,
  attempt: Attempt<Result>,
  work: () => Promise<Result>,
): Promise<Result> {
  const { idempotencyKey: key, ...rest } = attempt.input;
  if (!key) return work();
  const table = `${room.subgraph}.command_key`;
  const owner = [uuidOf(room.actor.tenantId), room.actor.id ?? '', key];
  const digest = digestOf(rest);
  const now = room.clock();
  await em.execute(`delete from ${table} where tenant_id = ? and actor_id = ? and created_at < ?::timestamptz - interval '${keptDays} days'`, [
    ...owner.slice(0, 2),
    now,
  ]);
  const mine = await em.execute(
    `insert into ${table} (tenant_id, actor_id, key, action, input_digest, created_at) values (?, ?, ?, ?, ?, ?) on conflict do nothing returning key`,
    [...owner, attempt.action, digest, now],
  );
  if (!mine.length) {
    const [used] = await em.execute(`select action, input_digest, result_id from ${table} where tenant_id = ? and actor_id = ? and key = ?`, owner);
    const known = used as { action: string; input_digest: string; result_id: string } | undefined;
    if (known?.action !== attempt.action || known.input_digest !== digest) throw new IdempotencyMismatch();
    return attempt.reload(em, known.result_id);
  }
  const result = await work();
  await em.execute(`update ${table} set result_id = ? where tenant_id = ? and actor_id = ? and key = ?`, [result.id, ...owner]);
  return result;
}

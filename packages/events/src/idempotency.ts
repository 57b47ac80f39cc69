import { createHash } from 'node:crypto';
import { uuidOf } from '@praetor/kernel/id';
import { IdempotencyMismatch } from '@praetor/kernel/refusal';
import { tenantPolicies } from '@praetor/postgres/tenancy';
import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from '@praetor/postgres/sql';
import type { Attempt, Room } from './room.ts';

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
  const owner = [uuidOf(room.actor.tenantId), room.actor.id ?? ''];
  const digest = digestOf(rest);
  const now = room.clock();
  await sql(
    em,
    `delete from ${table} where tenant_id = $1 and actor_id = $2 and created_at < $3::timestamptz - interval '${keptDays} days'`,
    [...owner, now],
  );
  const mine = await sql(
    em,
    `insert into ${table} (tenant_id, actor_id, key, action, input_digest, created_at) values ($1, $2, $3, $4, $5, $6)
     on conflict do nothing returning key`,
    [...owner, key, attempt.action, digest, now],
  );
  if (!mine.length) return repeated(em, attempt, table, [...owner, key], digest);
  const result = await work();
  await sql(em, `update ${table} set result_id = $4 where tenant_id = $1 and actor_id = $2 and key = $3`, [
    ...owner,
    key,
    result.id,
  ]);
  return result;
}

async function repeated<Result>(
  em: EntityManager,
  attempt: Attempt<Result>,
  table: string,
  owner: string[],
  digest: string,
): Promise<Result> {
  const [known] = await sql<{ action: string; input_digest: string; result_id: string }>(
    em,
    `select action, input_digest, result_id from ${table} where tenant_id = $1 and actor_id = $2 and key = $3`,
    owner,
  );
  if (known?.action !== attempt.action || known.input_digest !== digest) throw new IdempotencyMismatch();
  return attempt.reload(em, known.result_id);
}

const digestOf = (value: unknown): string => createHash('sha256').update(JSON.stringify(value, bigints)).digest('hex');

const bigints = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? `${value}` : value);

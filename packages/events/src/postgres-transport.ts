import type { Envelope } from '@praetor/contracts/envelope';
import pg from 'pg';
import { keyOf, tenantUuidOf } from './event-key.ts';
import { consume } from './postgres-consume.ts';
import { channel } from './postgres-page.ts';
import { tail } from './postgres-tail.ts';
import { sessionOf } from './session.ts';
import { changed, sql } from '@praetor/postgres/sql';
import type { EventTransport } from './transport.ts';
import type { EntityManager } from '@mikro-orm/postgresql';

export interface PostgresTransportOptions {
  /** Login of a member (or, to follow only, a reader) of the transport schema. */
  readonly url: string;
  /** How long events stay for those who resume, after every group has handled them. */
  readonly keepHours?: number;
  /** Asks again after this long, should a notification get lost. */
  readonly pollMilliseconds?: number;
}

/**
 * Events travel through one table in the order of `position`. Whoever publishes holds a lock until commit, so positions
 * become visible in order and a reader never passes one that is still uncommitted.
 */
export function createPostgresTransport(options: PostgresTransportOptions): EventTransport {
  const { url, keepHours = 24, pollMilliseconds = 1_000 } = options;
  // The first setting opens the worker policy of the transport's tables, so a read is one round trip and no transaction.
  // The second spares each acknowledgement a wait for the disk: one lost in a crash brings events again, as any crash may.
  // The others keep a page a walk of one index, however many events lie behind it and whatever the planner thinks of the policy.
  const pool = new pg.Pool({
    connectionString: url,
    max: 3,
    options: ['praetor.worker=on', 'synchronous_commit=off', 'enable_bitmapscan=off', 'enable_seqscan=off']
      .map((set) => `-c ${set}`)
      .join(' '),
    application_name: 'praetor-transport',
  });
  pool.on('error', () => undefined);
  const session = sessionOf(url);
  const room = { pool, session, pollMilliseconds };
  return {
    publish,
    move,
    consume: (group, handler, how) => consume(room, group, handler, how),
    tail: (handler, how) => tail(room, handler, how),
    time: () => time(pool),
    prune: () => prune(pool, keepHours),
    close: () => pool.end(),
  };
}

const columns = 'tenant_id, partition_key, type, event_id, envelope';

async function publish(events: readonly Envelope[], tx: EntityManager): Promise<void> {
  if (!events.length) return;
  const rows = events.map((envelope) => ({
    tenant: tenantUuidOf(envelope),
    key: envelope.partitionkey,
    type: envelope.type,
    id: keyOf(envelope),
    envelope,
  }));
  await takeTurn(tx);
  await sql(
    tx,
    `insert into transport.event (${columns})
     select tenant, key, type, id, envelope
     from rows from (jsonb_to_recordset($1::jsonb) as (tenant uuid, key text, type text, id uuid, envelope jsonb)) with ordinality
     order by ordinality`,
    [JSON.stringify(rows)],
  );
}

async function move(tx: EntityManager, subgraph: string, limit: number): Promise<number> {
  await takeTurn(tx);
  return changed(
    tx,
    `with batch as (
       select id from ${subgraph}.outbox_event where published_at is null order by position limit $1),
     stamped as (
       update ${subgraph}.outbox_event o set published_at = now() from batch where o.id = batch.id returning o.*)
     insert into transport.event (${columns})
     select tenant_id, partition_key, type, id, envelope from stamped order by position`,
    [limit],
  );
}

/** From here to commit no other transaction is given positions; its commit also wakes the readers. */
async function takeTurn(tx: EntityManager): Promise<void> {
  await sql(tx, `select pg_advisory_xact_lock(727, hashtext('transport')), pg_notify('${channel}', '')`);
}

async function time(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ time: number }>('select (extract(epoch from clock_timestamp()) * 1000)::float8 as time');
  return rows[0]!.time;
}

async function prune(pool: pg.Pool, keepHours: number): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `with gone as (
       delete from transport.event where position in (
         select position from transport.event
         where position <= (select min(position) from transport.consumer_group) and published_at < now() - $1 * interval '1 hour'
         order by position limit 10000)
       returning position),
     moved as (
       update transport.horizon set position = greatest(position, (select max(position) from gone)) where exists (select from gone))
     select count(*)::int as count from gone`,
    [keepHours],
  );
  return rows[0]!.count;
}

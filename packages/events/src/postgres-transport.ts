import type { Envelope } from '@praetor/contracts/envelope';
import pg from 'pg';
import { Bell, pauseAfter, warn } from './bell.ts';
import { keyOf, tenantUuidOf } from './event-key.ts';
import { sessionOf, type Session } from './session.ts';
import { changed, sql } from './sql.ts';
import {
  PositionGone,
  type BatchHandler,
  type ConsumeOptions,
  type EventTransport,
  type Followed,
  type TailOptions,
} from './transport.ts';
import type { EntityManager } from '@mikro-orm/postgresql';

export interface PostgresTransportOptions {
  /** Login of a member (or, to follow only, a reader) of the transport schema. */
  readonly url: string;
  /** How long events stay for those who resume, after every group has handled them. */
  readonly keepHours?: number;
  /** Asks again after this long, should a notification get lost. */
  readonly pollMilliseconds?: number;
}

const channel = 'praetor_transport';

/**
 * Events travel through one table in the order of `position`. Whoever publishes holds a lock until commit, so positions
 * become visible in order and a reader never passes one that is still uncommitted.
 *
 * A group's cursor moves only over handled events, and every batch begins right after an acknowledged cursor. So even two
 * replicas that read at once handle each event after its predecessors, and the inbox makes the second a no-op; the lock
 * that lets one replica work at a time merely spares the effort.
 */
export function createPostgresTransport(options: PostgresTransportOptions): EventTransport {
  const { url, keepHours = 24, pollMilliseconds = 1_000 } = options;
  // The setting opens the worker policy of the transport's tables, so a read is one round trip and no transaction.
  const pool = new pg.Pool({
    connectionString: url,
    max: 3,
    options: '-c praetor.worker=on',
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
    prune: () => prune(pool, keepHours),
    close: () => pool.end(),
  };
}

interface Room {
  readonly pool: pg.Pool;
  readonly session: Session;
  readonly pollMilliseconds: number;
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

interface Row {
  readonly position: string;
  readonly envelope: Envelope | null;
}

async function consume(room: Room, group: string, handler: BatchHandler, options: ConsumeOptions): Promise<number> {
  const { signal, once = false, onError = warn } = options;
  const bell = new Bell();
  const lock = `group ${group}`;
  const me = {};
  await using _listening = once ? null : await room.session.listen(channel, () => bell.ring());
  let handled = 0;
  let failures = 0;
  let cursor: string | null = null;
  while (!signal.aborted) {
    try {
      if (!once && !(await room.session.hold(lock, me))) {
        cursor = null;
        await bell.wait(room.pollMilliseconds, signal);
        continue;
      }
      cursor ??= await register(room.pool, group);
      const rows = await page(room.pool, cursor, options);
      const events = rows.flatMap(({ envelope }) => envelope ?? []);
      if (events.length) await handler(events);
      handled += events.length;
      if (rows.length) await acknowledge(room.pool, group, (cursor = rows.at(-1)!.position));
      failures = 0;
      if (!rows.length && once) break;
      if (!rows.length) await bell.wait(room.pollMilliseconds, signal);
    } catch (error) {
      if (once) throw error;
      onError(error);
      cursor = null;
      await new Bell().wait(pauseAfter((failures += 1)), signal);
    }
  }
  if (!once) await room.session.release(lock, me);
  return handled;
}

/** Where a group stands; a new one begins with the oldest event that is kept. */
async function register(pool: pg.Pool, group: string): Promise<string> {
  const known = await pool.query<{ position: string }>('select position::text from transport.consumer_group where name = $1', [
    group,
  ]);
  if (known.rows[0]) return known.rows[0].position;
  await pool.query('insert into transport.consumer_group (name) values ($1) on conflict do nothing', [group]);
  return '0';
}

async function page(pool: pg.Pool, cursor: string, { types, batch = 500 }: ConsumeOptions): Promise<Row[]> {
  const { rows } = await pool.query<Row>({
    name: 'transport-page',
    // Ordered by the qualified column: the bare name would mean the text of the result.
    text: `select e.position::text, case when $3::text[] is null or e.type = any($3) then e.envelope end as envelope
           from transport.event e where e.position > $1 order by e.position limit $2`,
    values: [cursor, batch, types ?? null],
  });
  return rows;
}

async function acknowledge(pool: pg.Pool, group: string, position: string): Promise<void> {
  await pool.query('update transport.consumer_group set position = greatest(position, $2), updated_at = now() where name = $1', [
    group,
    position,
  ]);
}

async function tail(room: Room, handler: (events: Followed[]) => void | Promise<void>, options: TailOptions): Promise<string> {
  const bell = new Bell();
  const listening = await room.session.listen(channel, () => bell.ring());
  try {
    const start = options.from ?? (await latest(room.pool));
    if (!/^\d{1,18}$/.test(start)) throw new PositionGone(start);
    const { rows } = await room.pool.query<{ gone: boolean }>('select position > $1 as gone from transport.horizon', [start]);
    if (rows[0]?.gone) throw new PositionGone(start);
    void follow(room, start, bell, handler, options).finally(() => listening[Symbol.asyncDispose]());
    return start;
  } catch (error) {
    await listening[Symbol.asyncDispose]();
    throw error;
  }
}

async function latest(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query<{ position: string }>(
    'select greatest((select max(position) from transport.event), (select position from transport.horizon))::text as position',
  );
  return rows[0]!.position;
}

async function follow(
  room: Room,
  start: string,
  bell: Bell,
  handler: (events: Followed[]) => void | Promise<void>,
  options: TailOptions,
): Promise<void> {
  const { signal, onError = warn } = options;
  let position = start;
  let failures = 0;
  while (!signal.aborted) {
    try {
      const rows = await page(room.pool, position, { signal });
      if (rows.length) await handler(rows.map((row) => ({ position: row.position, event: row.envelope! })));
      else await bell.wait(room.pollMilliseconds, signal);
      position = rows.at(-1)?.position ?? position;
      failures = 0;
    } catch (error) {
      onError(error);
      await new Bell().wait(pauseAfter((failures += 1)), signal);
    }
  }
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

import { randomBytes } from 'node:crypto';
import type { Envelope } from '@praetor/contracts/envelope';
import { keyOf } from '@praetor/events/event-key';
import { inTurns } from '@praetor/events/in-turns';
import { sql } from '@praetor/postgres/sql';
import { uuidOf, type Id } from '@praetor/kernel/id';
import { appendLeaves, readerOf, rootFromTiles, tilesForAppend, type Tile, type TileReader } from '@praetor/transparency/tiles';
import { emptyRoot, sameBytes } from '@praetor/transparency/tree';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { LogRow } from '../db/log.entity.ts';
import { lockLog, tilesAt } from '../db/log.store.ts';
import { writeLeaf, type NewEntry } from './write-leaf.ts';

export interface AppendOptions {
  /** Begins the origin of every log of this deployment: a URL without its scheme. */
  readonly origin: string;
  readonly now: Date;
  /** Makes the salt of each entry's personal part; random unless a test needs the same log twice. */
  readonly salt?: (event: Envelope) => Buffer;
}

/**
 * Appends events of one tenant to its log, in order, in the caller's transaction. Those that are in it already are left
 * out. A handful of statements whatever the number of events; the log's row lock makes appends take turns.
 */
export async function appendEntries(
  tx: EntityManager,
  tenantId: Id<'tenant'>,
  events: readonly Envelope[],
  { origin, now, salt = randomSalts(events.length) }: AppendOptions,
): Promise<void> {
  const log = (await lockLog(tx, tenantId)) ?? (await beginLog(tx, tenantId, `${origin}/${tenantId}`, now));
  const fresh = await withoutKnown(tx, tenantId, events);
  if (fresh.length === 0) return;
  // Clocks of several machines disagree; the log's own time does not run backwards.
  const recordedAt = log.updatedAt > now ? log.updatedAt : now;
  const entries = await inTurns(fresh, (event) => writeLeaf(event, recordedAt, salt(event)));
  const read = await rightEdge(tx, log);
  const grown = appendLeaves(
    log.size,
    entries.map((entry) => entry.leafHash),
    read,
  );
  await insertEntries(tx, log, entries);
  await writeTiles(tx, tenantId, grown.tiles);
  Object.assign(log, { size: grown.size, root: grown.root, updatedAt: recordedAt });
  await tx.flush();
}

/** The first entry makes the log. Of two that make it at once, the second gets the first one's, and waits for it. */
async function beginLog(tx: EntityManager, tenantId: Id<'tenant'>, origin: string, now: Date): Promise<LogRow> {
  await sql(
    tx,
    'insert into audit.log (tenant_id, origin, size, root, updated_at) values ($1, $2, 0, $3, $4) on conflict do nothing',
    [uuidOf(tenantId), origin, emptyRoot, now],
  );
  const log = await lockLog(tx, tenantId);
  if (!log) throw new Error(`The log of ${tenantId} was made and cannot be seen.`);
  return log;
}

const saltSize = 16;

/** One call for a whole batch: the system's generator costs more by the call than by the byte. */
function randomSalts(count: number): () => Buffer {
  const bytes = randomBytes(count * saltSize);
  let at = 0;
  return () => bytes.subarray(at, (at += saltSize));
}

/** The inbox forgets after some weeks, the log never does. */
async function withoutKnown(tx: EntityManager, tenantId: Id<'tenant'>, events: readonly Envelope[]): Promise<Envelope[]> {
  const byKey = new Map(events.map((event) => [keyOf(event), event]));
  // One look into the unique index for each key: with `id = any(…)` the planner walked another index from end to end.
  const known = await sql<{ id: string }>(
    tx,
    `select id from unnest($2::uuid[]) as event (id)
     cross join lateral (select from audit.entry where tenant_id = $1 and entry.id = event.id limit 1) as entry`,
    [uuidOf(tenantId), [...byKey.keys()]],
  );
  for (const { id } of known) byKey.delete(id);
  return [...byKey.values()];
}

/** The tiles that the next leaves join, checked against the head: a damaged tile must not grow into a signed fork. */
async function rightEdge(tx: EntityManager, { tenantId, size, root }: LogRow): Promise<TileReader> {
  const read = readerOf(await tilesAt(tx, tenantId, tilesForAppend(size)));
  if (!sameBytes(rootFromTiles(size, read), root))
    throw new Error(`The tiles of the log of ${tenantId} do not lead to its root.`);
  return read;
}

/** Arrays, one a column: what Postgres takes apart fastest. */
async function insertEntries(tx: EntityManager, { tenantId, size }: LogRow, entries: readonly NewEntry[]): Promise<void> {
  const column = <Value>(pick: (entry: NewEntry) => Value): Value[] => entries.map(pick);
  await sql(
    tx,
    `insert into audit.entry (tenant_id, index, id, event_id, time, recorded_at, type, source, subject_type, subject_id,
       actor_kind, actor_id, status, request_id, accounts, leaf, leaf_hash, personal, salt)
     select $1, $2 + place - 1, id, event_id, time, $3, type, source, subject_type, subject_id,
       actor_kind, actor_id, status, request_id, string_to_array(accounts, ' '), leaf, leaf_hash, personal, salt
     from unnest($4::uuid[], $5::text[], $6::timestamptz[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[],
       $12::text[], $13::text[], $14::text[], $15::text[], $16::text[], $17::bytea[], $18::jsonb[], $19::bytea[])
     with ordinality as e (id, event_id, time, type, source, subject_type, subject_id, actor_kind, actor_id, status,
       request_id, accounts, leaf, leaf_hash, personal, salt, place)`,
    [
      uuidOf(tenantId),
      size,
      entries[0]?.recordedAt,
      column((entry) => entry.key),
      column((entry) => entry.eventId),
      column((entry) => entry.time.toISOString()),
      column((entry) => entry.type),
      column((entry) => entry.source),
      column((entry) => entry.subjectType),
      column((entry) => entry.subjectId),
      column((entry) => entry.actorKind),
      column((entry) => entry.actorId),
      column((entry) => entry.status),
      column((entry) => entry.requestId),
      column((entry) => entry.accounts.join(' ')),
      column((entry) => entry.leaf),
      column((entry) => entry.leafHash),
      column((entry) => entry.personal && JSON.stringify(entry.personal)),
      column((entry) => entry.salt),
    ],
  );
}

async function writeTiles(tx: EntityManager, tenantId: Id<'tenant'>, tiles: readonly Tile[]): Promise<void> {
  await sql(
    tx,
    `insert into audit.tile (tenant_id, level, index, hashes)
     select $1, level, index, hashes from unnest($2::int[], $3::bigint[], $4::bytea[]) as t (level, index, hashes)
     on conflict (tenant_id, level, index) do update set hashes = excluded.hashes`,
    [uuidOf(tenantId), tiles.map(({ level }) => level), tiles.map(({ index }) => index), tiles.map(({ hashes }) => hashes)],
  );
}

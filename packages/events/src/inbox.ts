import type { Envelope } from '@praetor/contracts/envelope';
import { uuidOf, type Id } from '@praetor/kernel/id';
import type { EntityManager } from '@mikro-orm/postgresql';
import { keyOf } from './event-key.ts';
import { changed, sql } from '@praetor/postgres/sql';

/** One consumer's inbox in one tenant. */
export interface Inbox {
  readonly schema: string;
  readonly consumer: string;
  readonly tenantId: Id<'tenant'>;
}

export interface Claimed {
  /** To be handled now, in order. */
  readonly open: Envelope[];
  readonly duplicates: number;
  /** Put behind an earlier event of the same partition key that could not be handled. */
  readonly parked: number;
}

/**
 * Marks events as handled, in the transaction that handles them, and tells which ones were not yet. Rows are inserted in
 * the order of their keys, so two replicas with the same batch wait for each other and never deadlock.
 */
export async function claim(tx: EntityManager, inbox: Inbox, events: readonly Envelope[]): Promise<Claimed> {
  const byKey = new Map<string, Envelope>();
  for (const event of events) {
    const key = keyOf(event);
    if (!byKey.has(key)) byKey.set(key, event);
  }
  const distinct = [...byKey.values()];
  const fresh = await sql<{ place: number; blocked: boolean }>(
    tx,
    `with incoming as (
       select * from unnest($3::uuid[], $4::text[]) with ordinality as e (event_id, partition_key, place)),
     fresh as (
       insert into ${inbox.schema}.inbox_event (consumer, tenant_id, event_id)
       select $1, $2, event_id from incoming order by event_id
       on conflict do nothing returning event_id)
     select place::int, partition_key in (
       select partition_key from ${inbox.schema}.inbox_failure where consumer = $1 and tenant_id = $2) as blocked
     from incoming join fresh using (event_id) order by place`,
    [...owner(inbox), [...byKey.keys()], distinct.map((event) => event.partitionkey)],
  );
  const claimed = fresh.map((row) => ({ event: distinct[row.place - 1]!, blocked: row.blocked }));
  const blocked = claimed.filter((row) => row.blocked).map((row) => row.event);
  const parked = blocked.length ? await park(tx, inbox, blocked) : new Set<Envelope>();
  const open = claimed.map((row) => row.event).filter((event) => !parked.has(event));
  return { open, duplicates: events.length - claimed.length, parked: parked.size };
}

/** A replay may have freed a key while we came: look again under its lock, so that nothing is parked behind nothing. */
async function park(tx: EntityManager, inbox: Inbox, events: readonly Envelope[]): Promise<Set<Envelope>> {
  await lockFailures(tx, inbox);
  const rows = await sql<{ key: string }>(
    tx,
    `select distinct partition_key as key from ${inbox.schema}.inbox_failure where consumer = $1 and tenant_id = $2 and partition_key = any($3)`,
    [...owner(inbox), events.map((event) => event.partitionkey)],
  );
  const keys = new Set(rows.map((row) => row.key));
  const parked = events.filter((event) => keys.has(event.partitionkey));
  await insertFailures(tx, inbox, parked, null, 0);
  return new Set(parked);
}

/** Gives up on one event: it counts as handled, and waits with its error to be replayed. */
export async function setAside(
  tx: EntityManager,
  inbox: Inbox,
  event: Envelope,
  error: unknown,
  attempts: number,
): Promise<void> {
  await lockFailures(tx, inbox);
  const mine = await changed(
    tx,
    `insert into ${inbox.schema}.inbox_event (consumer, tenant_id, event_id) values ($1, $2, $3) on conflict do nothing`,
    [...owner(inbox), keyOf(event)],
  );
  if (mine) await insertFailures(tx, inbox, [event], describe(error), attempts);
}

async function insertFailures(
  tx: EntityManager,
  inbox: Inbox,
  events: readonly Envelope[],
  error: string | null,
  attempts: number,
): Promise<void> {
  if (!events.length) return;
  await sql(
    tx,
    `insert into ${inbox.schema}.inbox_failure (consumer, tenant_id, event_id, partition_key, envelope, error, attempts)
     select $1, $2, id, key, envelope, $4, $5
     from rows from (jsonb_to_recordset($3::jsonb) as (id uuid, key text, envelope jsonb)) with ordinality order by ordinality`,
    [
      ...owner(inbox),
      JSON.stringify(events.map((envelope) => ({ id: keyOf(envelope), key: envelope.partitionkey, envelope }))),
      error,
      attempts,
    ],
  );
}

/** The first event set aside of a partition key. */
export async function nextFailure(
  tx: EntityManager,
  inbox: Inbox,
  partitionKey: string,
): Promise<{ eventId: string; envelope: Envelope } | undefined> {
  await lockFailures(tx, inbox);
  const [row] = await sql<{ event_id: string; envelope: Envelope }>(
    tx,
    `select event_id, envelope from ${inbox.schema}.inbox_failure
     where consumer = $1 and tenant_id = $2 and partition_key = $3 order by position limit 1`,
    [...owner(inbox), partitionKey],
  );
  return row && { eventId: row.event_id, envelope: row.envelope };
}

export async function removeFailure(tx: EntityManager, inbox: Inbox, eventId: string): Promise<void> {
  await sql(tx, `delete from ${inbox.schema}.inbox_failure where consumer = $1 and tenant_id = $2 and event_id = $3`, [
    ...owner(inbox),
    eventId,
  ]);
}

export async function failedAgain(tx: EntityManager, inbox: Inbox, eventId: string, error: unknown): Promise<void> {
  await sql(
    tx,
    `update ${inbox.schema}.inbox_failure set error = $4, attempts = attempts + 1, failed_at = now()
     where consumer = $1 and tenant_id = $2 and event_id = $3`,
    [...owner(inbox), eventId, describe(error)],
  );
}

/** Replays and parking take turns, per consumer and tenant. */
async function lockFailures(tx: EntityManager, inbox: Inbox): Promise<void> {
  await sql(tx, 'select pg_advisory_xact_lock(727, hashtext($1))', [`failures ${inbox.schema} ${owner(inbox).join(' ')}`]);
}

const owner = (inbox: Inbox): [string, string] => [inbox.consumer, uuidOf(inbox.tenantId)];

/** An error as text that Postgres can store. */
function describe(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.replaceAll('\0', '').toWellFormed().slice(0, 2_000);
}

import { marketplaceCatalog } from '@praetor/contracts/catalog';
import { isRefused, validateIncoming, type IncomingEvent } from '@praetor/contracts/cloudevents';
import type { Envelope } from '@praetor/contracts/envelope';
import { announceAll, causeOf, schemaOf } from '@praetor/events/announce';
import { keyOf } from '@praetor/events/event-key';
import type { Room } from '@praetor/events/room';
import { sql } from '@praetor/postgres/sql';
import { uuidOf } from '@praetor/kernel/id';
import { InvalidInput } from '@praetor/kernel/refusal';
import { inTenant } from '@praetor/postgres/tenancy';
import type { EntityManager } from '@mikro-orm/postgresql';
import { resolveParties, type Party, type Resolve } from './resolve-parties.ts';

/** The most events in one call: a batch of the door. */
const mostEvents = 1000;

export const ingestOutcomes = ['accepted', 'duplicate', 'refused'] as const;

/** What became of one event of a batch. */
export interface IngestResult {
  readonly index: number;
  readonly id: string | null;
  readonly outcome: (typeof ingestOutcomes)[number];
  readonly code: string | null;
  readonly message: string | null;
}

/**
 * Refusals are of single events, not of the batch.
 * @public
 */
export const ingestEventsRefusals = [] as const;

type Incoming = IncomingEvent & { readonly key: string };

/**
 * Takes a marketplace's events: each once, with the people it names resolved to accounts, announced in its own words. One
 * transaction and a fixed number of statements however many events; locks are taken in sorted order, so batches that name
 * the same events and people wait for each other and never deadlock. The ids of the events are the idempotency keys.
 */
export async function ingestEvents(room: Room, { events }: { events: readonly unknown[] }): Promise<IngestResult[]> {
  if (events.length > mostEvents)
    throw new InvalidInput([{ path: ['events'], message: `Send at most ${mostEvents} events at once.` }]);
  const { tenantId } = room.actor;
  const now = room.clock();
  // The door judged them already; who reaches this field past the door gets no further.
  const judged = events.map((event) => {
    const result = validateIncoming(typeof event === 'object' && event ? { specversion: '1.0', ...event } : event, now);
    return isRefused(result) ? result : { ...result, key: keyOf({ ...result, tenantid: tenantId }) };
  });
  const good = new Map(judged.flatMap((one) => (isRefused(one) ? [] : [[one.key, one] as const])).reverse());
  const accepted = await inTenant(room.orm, tenantId, (tx) => take(tx, room, good, now));
  const counted = new Set<string>();
  return judged.map((one, index): IngestResult => {
    if (isRefused(one)) return { index, id: idOf(events[index]), outcome: 'refused', code: one.code, message: one.message };
    const first = accepted.has(one.key) && !counted.has(one.key);
    counted.add(one.key);
    return { index, id: one.id, outcome: first ? 'accepted' : 'duplicate', code: null, message: null };
  });
}

function idOf(event: unknown): string | null {
  const id = typeof event === 'object' && event && 'id' in event ? event.id : null;
  return typeof id === 'string' ? id.slice(0, 200) : null;
}

/** Keys of those that were not taken before. */
async function take(tx: EntityManager, room: Room, good: ReadonlyMap<string, Incoming>, now: Date): Promise<Set<string>> {
  const { actor } = room;
  const rows = await sql<{ event_key: string }>(
    tx,
    `insert into accounts.ingested_event (tenant_id, event_key, received_at)
     select $1, key, $3 from unnest($2::uuid[]) as key order by key on conflict do nothing returning event_key`,
    [uuidOf(actor.tenantId), [...good.keys()], now],
  );
  const accepted = new Set(rows.map((row) => row.event_key));
  // `good` holds the batch backwards, so that of two events with one id the first is kept.
  const taken = [...good.values()].filter(({ key }) => accepted.has(key)).reverse();
  const { resolve, created } = await resolveParties(tx, actor, taken.flatMap(partiesOf), now);
  const cause = causeOf(actor, null);
  await announceAll(tx, 'accounts', [...created, ...taken.map((event) => envelopeFor(room, cause, event, resolve))]);
  return accepted;
}

/** Whom an event names, the one most concerned first. */
function partiesOf({ type, source, data }: IncomingEvent): Party[] {
  const fields = marketplaceCatalog.get(type)?.parties ?? [];
  return fields.flatMap((field) => (typeof data[field] === 'string' ? [{ source, ref: data[field] }] : []));
}

function envelopeFor(room: Room, cause: Envelope['praetorcause'], event: IncomingEvent, resolve: Resolve): Envelope {
  const parties = partiesOf(event);
  const [first] = parties;
  return {
    specversion: '1.0',
    id: event.id,
    source: event.source,
    type: event.type,
    subject: event.subject,
    time: event.time,
    datacontenttype: 'application/json',
    dataschema: schemaOf(event),
    partitionkey: orderOf(event, first ? `account/${resolve(first)}` : event.subject),
    traceparent: event.traceparent ?? room.actor.traceparent,
    tenantid: room.actor.tenantId,
    data: event.data,
    praetorparties: parties.length ? Object.fromEntries(parties.map((party) => [party.ref, resolve(party)])) : null,
    praetorcause: cause,
    praetorchange: null,
    praetordecision: null,
    praetorstatus: 'succeeded',
  };
}

/** What keeps its order: the events of one dispute, whoever they concern; otherwise those of the person most concerned. */
const orderOf = ({ data }: IncomingEvent, usual: string): string =>
  typeof data['disputeRef'] === 'string' ? `dispute/${data['disputeRef']}` : usual;

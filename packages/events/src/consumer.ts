import type { Envelope } from '@praetor/contracts/envelope';
import { hours } from '@praetor/kernel/clock';
import { idOf, type Id } from '@praetor/kernel/id';
import { asWorker, inTenant } from '@praetor/postgres/tenancy';
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { Bell, pauseAfter, warn } from './bell.ts';
import { tenantOf } from './event-key.ts';
import { stepsOf, typesOf, wants, type EventHandler } from './handler.ts';
import { claim, failedAgain, nextFailure, removeFailure, setAside, type Inbox } from './inbox.ts';
import { changed, sql } from '@praetor/postgres/sql';
import { isTransient } from './transient.ts';
import type { EventTransport } from './transport.ts';

/** What became of the events of one tenant in one transaction. */
export interface BatchReport {
  readonly consumer: string;
  readonly tenantId: Id<'tenant'>;
  readonly handled: number;
  readonly duplicates: number;
  readonly parked: number;
  readonly milliseconds: number;
}

export interface ConsumerOptions {
  /** Names the consumer for good: its group in the transport and its place in the inbox, `trust.signals`. */
  readonly name: string;
  readonly orm: MikroORM;
  /** Whose inbox. */
  readonly schema: string;
  readonly transport: EventTransport;
  readonly handlers: readonly EventHandler[];
  readonly batch?: number;
  /** How often an event is tried alone before it is set aside; the database's own trouble does not count. */
  readonly attempts?: number;
  /** How long handled events are remembered; longer than any transport brings them again. */
  readonly keepDays?: number;
  readonly onBatch?: (report: BatchReport) => void;
  readonly onError?: (error: unknown) => void;
}

export interface Consumer extends AsyncDisposable {
  readonly name: string;
  /** Handles what is there and returns. How many events were delivered. */
  runOnce(): Promise<number>;
  /** Handles events as they come, until disposed. */
  start(): void;
  /**
   * Handles events that were set aside, each with those parked behind it, in order: all, or one event's partition key.
   * Stops at the first of a key that fails again.
   */
  replayFailures(only?: { eventId: string }): Promise<{ handled: number; failed: number }>;
  /** Forgets handled events that cannot come again. How many. */
  prune(): Promise<number>;
}

/** Applies events exactly once: the inbox row and the effect commit together, or not at all. */
export function createConsumer(options: ConsumerOptions): Consumer {
  const { name, orm, schema, transport, handlers, batch = 500, keepDays = 30, onError = warn } = options;
  const stop = new AbortController();
  const types = typesOf(handlers);
  let running: Promise<unknown> = Promise.resolve();
  const consume = (signal: AbortSignal, once: boolean) =>
    transport.consume(name, (events) => applyAll(options, events), { signal, once, batch, onError, ...(types && { types }) });
  const prune = () => asWorker(orm, (tx) => forget(tx, schema, name, keepDays));
  return {
    name,
    prune,
    runOnce: () => consume(new AbortController().signal, true),
    replayFailures: (only) => replay(options, only?.eventId ?? null),
    start() {
      const pruning = setInterval(() => void prune().catch(onError), hours(1));
      running = consume(stop.signal, false)
        .catch(onError)
        .finally(() => clearInterval(pruning));
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      await running;
    },
  };
}

/** Tenants one after the other, one transaction each. */
async function applyAll(options: ConsumerOptions, events: readonly Envelope[]): Promise<void> {
  const wanted = events.filter((event) => options.handlers.some((handler) => wants(handler, event.type)));
  for (const [tenantid, own] of Map.groupBy(wanted, (event) => event.tenantid)) {
    await apply(options, tenantOf({ tenantid }), own, 1);
  }
}

/**
 * One transaction. When it fails for the events' own sake, each half is tried by itself, so that in the end only the event
 * that cannot be handled is set aside, and its followers are parked behind it.
 */
async function apply(options: ConsumerOptions, tenantId: Id<'tenant'>, events: Envelope[], attempt: number): Promise<void> {
  const inbox = { schema: options.schema, consumer: options.name, tenantId };
  try {
    await once(options, inbox, events);
  } catch (error) {
    if (isTransient(error)) throw error;
    if (events.length > 1) {
      const middle = events.length >> 1;
      await apply(options, tenantId, events.slice(0, middle), 1);
      return apply(options, tenantId, events.slice(middle), 1);
    }
    (options.onError ?? warn)(error);
    if (attempt >= (options.attempts ?? 3))
      return inTenant(options.orm, tenantId, (tx) => setAside(tx, inbox, events[0]!, error, attempt));
    await new Bell().wait(pauseAfter(attempt), new AbortController().signal);
    return apply(options, tenantId, events, attempt + 1);
  }
}

async function once(options: ConsumerOptions, inbox: Inbox, events: Envelope[]): Promise<void> {
  const started = performance.now();
  const { open, duplicates, parked } = await inTenant(options.orm, inbox.tenantId, async (tx) => {
    const claimed = await claim(tx, inbox, events);
    await handle(options.handlers, tx, claimed.open, inbox.tenantId);
    return claimed;
  });
  const milliseconds = performance.now() - started;
  options.onBatch?.({
    consumer: inbox.consumer,
    tenantId: inbox.tenantId,
    handled: open.length,
    duplicates,
    parked,
    milliseconds,
  });
}

async function handle(
  handlers: readonly EventHandler[],
  tx: EntityManager,
  events: readonly Envelope[],
  tenantId: Id<'tenant'>,
): Promise<void> {
  for (const step of stepsOf(handlers, events)) await step.handler.handle(tx, step.events, tenantId);
}

async function replay(options: ConsumerOptions, eventId: string | null): Promise<{ handled: number; failed: number }> {
  const keys = await asWorker(options.orm, (tx) =>
    sql<{ tenant_id: string; partition_key: string }>(
      tx,
      `select tenant_id, partition_key from ${options.schema}.inbox_failure where consumer = $1
       group by tenant_id, partition_key having $2::text is null or bool_or(envelope->>'id' = $2) order by min(position)`,
      [options.name, eventId],
    ),
  );
  const total = { handled: 0, failed: 0 };
  for (const { tenant_id, partition_key } of keys) {
    const inbox = { schema: options.schema, consumer: options.name, tenantId: idOf('tenant', tenant_id) };
    let outcome = await replayNext(options, inbox, partition_key);
    for (; outcome === 'handled'; outcome = await replayNext(options, inbox, partition_key)) total.handled += 1;
    if (outcome === 'failed') total.failed += 1;
  }
  return total;
}

async function replayNext(options: ConsumerOptions, inbox: Inbox, partitionKey: string): Promise<'handled' | 'failed' | 'none'> {
  let eventId: string | null = null;
  try {
    return await inTenant(options.orm, inbox.tenantId, async (tx) => {
      const next = await nextFailure(tx, inbox, partitionKey);
      if (!next) return 'none';
      eventId = next.eventId;
      await handle(options.handlers, tx, [next.envelope], inbox.tenantId);
      await removeFailure(tx, inbox, next.eventId);
      return 'handled';
    });
  } catch (error) {
    if (isTransient(error) || eventId === null) throw error;
    const failed = eventId;
    await inTenant(options.orm, inbox.tenantId, (tx) => failedAgain(tx, inbox, failed, error));
    return 'failed';
  }
}

function forget(tx: EntityManager, schema: string, consumer: string, keepDays: number): Promise<number> {
  return changed(
    tx,
    `delete from ${schema}.inbox_event where ctid = any(array(
       select ctid from ${schema}.inbox_event where processed_at < now() - $2 * interval '1 day' and consumer = $1 limit 10000))`,
    [consumer, keepDays],
  );
}

import type { Envelope } from '@praetor/contracts/envelope';
import { hours } from '@praetor/kernel/clock';
import { asWorker } from '@praetor/postgres/tenancy';
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { Bell, pauseAfter, warn } from './bell.ts';
import { ringAfterCommits } from './commit-bell.ts';
import { changed, sql } from '@praetor/postgres/sql';
import type { EventTransport } from './transport.ts';

/** Whoever announces without pause is relayed this seldom at most: events in ones and twos cost as much as in hundreds. */
const gatherMilliseconds = 20;

export interface RelayOptions {
  readonly orm: MikroORM;
  /** The subgraph whose outbox it empties. */
  readonly schema: string;
  readonly transport: EventTransport;
  readonly batch?: number;
  /** How long published events stay in the outbox. */
  readonly keepDays?: number;
  /** Looks this often for what other processes announced. */
  readonly pollMilliseconds?: number;
  readonly onError?: (error: unknown) => void;
}

export interface Relay extends AsyncDisposable {
  /** Publishes until the outbox is empty. How many. */
  runOnce(): Promise<number>;
  /** Publishes whenever something is announced, until disposed. */
  start(): void;
  /** Forgets old published events, here and in the transport. How many rows of the outbox. */
  prune(): Promise<number>;
}

/**
 * Carries a subgraph's announced events to the transport, in order, and stamps them when the transport has them for sure: a
 * crash between the two sends them again. One relay an outbox works at a time, the others wait for its lock. It takes what
 * is unpublished rather than what follows a position, so a transaction that commits late is not passed over.
 */
export function createRelay(options: RelayOptions): Relay {
  const { orm, schema, transport, batch = 500, keepDays = 7, onError = warn } = options;
  const stop = new AbortController();
  let running: Promise<void> = Promise.resolve();

  const runOnce = async () => {
    let total = 0;
    for (let last = batch; last === batch; total += last) last = await pass(orm, schema, transport, batch);
    return total;
  };
  const prune = async () => {
    await transport.prune();
    return asWorker(orm, (tx) => forget(tx, schema, keepDays));
  };
  return {
    runOnce,
    prune,
    start() {
      running = run({ options, signal: stop.signal, runOnce, prune }).catch(onError);
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      await running;
    },
  };
}

interface Running {
  readonly options: RelayOptions;
  readonly signal: AbortSignal;
  readonly runOnce: () => Promise<number>;
  readonly prune: () => Promise<number>;
}

async function run({ options, signal, runOnce, prune }: Running): Promise<void> {
  const { orm, pollMilliseconds = 1_000, onError = warn } = options;
  const bell = new Bell();
  using _ringing = ringAfterCommits(orm, bell, 'events');
  const pruning = setInterval(() => void prune().catch(onError), hours(1));
  for (let failures = 0; !signal.aborted;) {
    try {
      const moved = await runOnce();
      failures = 0;
      if (moved) await new Bell().wait(gatherMilliseconds, signal);
      await bell.wait(pollMilliseconds, signal);
    } catch (error) {
      onError(error);
      await new Bell().wait(pauseAfter((failures += 1)), signal);
    }
  }
  clearInterval(pruning);
}

/** One batch in one transaction, under the lock of this outbox. */
function pass(orm: MikroORM, schema: string, transport: EventTransport, batch: number): Promise<number> {
  return asWorker(orm, async (tx) => {
    // What is published leaves dead rows behind: only a plain index scan marks them as such and skips them the next time.
    await sql(
      tx,
      `select pg_advisory_xact_lock(727, hashtext($1)), set_config('enable_bitmapscan', 'off', true), set_config('enable_seqscan', 'off', true)`,
      [`outbox ${schema}`],
    );
    const [outbox] = await sql<{ waiting: boolean }>(
      tx,
      `select exists(select from ${schema}.outbox_event where published_at is null) as waiting`,
    );
    if (!outbox?.waiting) return 0;
    if (transport.move) return transport.move(tx, schema, batch);
    const rows = await sql<{ id: string; envelope: Envelope }>(
      tx,
      `select id, envelope from ${schema}.outbox_event where published_at is null order by position limit $1`,
      [batch],
    );
    if (!rows.length) return 0;
    await transport.publish(
      rows.map((row) => row.envelope),
      tx,
    );
    return changed(tx, `update ${schema}.outbox_event set published_at = now() where id = any($1::uuid[])`, [
      rows.map((row) => row.id),
    ]);
  });
}

function forget(tx: EntityManager, schema: string, keepDays: number): Promise<number> {
  return changed(
    tx,
    `delete from ${schema}.outbox_event where ctid = any(array(
       select ctid from ${schema}.outbox_event
       where created_at < now() - $1 * interval '1 day' and published_at < now() - $1 * interval '1 day' limit 10000))`,
    [keepDays],
  );
}

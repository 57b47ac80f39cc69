import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Envelope } from '@praetor/contracts/envelope';
import { keyOf } from '@praetor/events/event-key';
import { sql } from '@praetor/postgres/sql';
import { after, days, hours, type Clock } from '@praetor/kernel/clock';
import { uuidOf, type Id } from '@praetor/kernel/id';
import { inTenant } from '@praetor/postgres/tenancy';
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import type { Projection } from './projection.ts';

/** An event as the log keeps it. */
export interface LoggedEvent {
  readonly index: number;
  readonly recordedAt: Date;
  readonly event: Envelope;
}

/** All events of a tenant, for good, in order. */
export interface EventLog {
  read(tenantId: Id<'tenant'>, from: number, limit: number): Promise<readonly LoggedEvent[]>;
}

/** The log has not come as far as the consumer within half a minute. */
export class LogBehind extends Error {}

const page = 500;
/** Inboxes remember for 30 days: whatever the log took in before these was handled, or set aside. */
const rememberedDays = 28;
const patience = { milliseconds: 30_000, step: 100 } as const;

/**
 * Forgets a projection of one tenant and learns it again from the log, in one transaction: until it commits everybody reads what
 * was, a crash leaves that, and consumers that would write wait. So exactly what they had handled is in it, and what they handle
 * next comes on top.
 */
export async function rebuildProjection(
  { orm, clock }: { orm: MikroORM; clock: Clock },
  projection: Projection,
  tenantId: Id<'tenant'>,
  log: EventLog,
): Promise<number> {
  const now = clock();
  // The log is read beside the transaction: in its context the ORM would run everything in it.
  const outside = AsyncLocalStorage.snapshot();
  const beside: EventLog = { read: (...given) => outside(() => log.read(...given)) };
  return inTenant(orm, tenantId, async (tx) => {
    await sql(tx, `lock table ${projection.tables.join(', ')} in exclusive mode`);
    const told = { events: 0 };
    await projection.rebuild(tx, tenantId, handled(tx, projection, tenantId, beside, now, told), now);
    return told.events;
  });
}

/** What the consumer has handled, of all that the log holds. Waits for what it handled before the log took it in. */
async function* handled(
  tx: EntityManager,
  { consumer, own = false }: Projection,
  tenantId: Id<'tenant'>,
  log: EventLog,
  now: Date,
  told: { events: number },
): AsyncGenerator<Envelope> {
  const inbox = createInbox(tx, consumer, tenantId);
  const awaited = new Set([...(await inbox.lately()), ...(own ? await inbox.announcedLately() : [])]);
  const ownSource = `praetor/${consumer.slice(0, consumer.indexOf('.'))}`;
  const horizon = after(now, -days(rememberedDays));
  let waited = 0;
  for (let from = 0; ;) {
    const events = await log.read(tenantId, from, page);
    if (!events.length) {
      if (!awaited.size) return;
      if ((waited += patience.step) > patience.milliseconds)
        throw new LogBehind(
          `${awaited.size} events that ${consumer} handled are not in the audit log yet. Try again when it has caught up.`,
        );
      await sleep(patience.step);
      continue;
    }
    const keys = events.map(({ event }) => keyOf(event));
    const { known, setAside } = await inbox.of(keys);
    for (const [place, { event, recordedAt, index }] of events.entries()) {
      const key = keys[place]!;
      from = index + 1;
      awaited.delete(key);
      if (setAside.has(key) || !(known.has(key) || recordedAt < horizon || (own && event.source === ownSource))) continue;
      told.events += 1;
      yield event;
    }
  }
}

function createInbox(tx: EntityManager, consumer: string, tenantId: Id<'tenant'>) {
  const schema = consumer.slice(0, consumer.indexOf('.'));
  const mine = [consumer, uuidOf(tenantId)];
  const keysOf = async (statement: string, parameters: unknown[]): Promise<Set<string>> =>
    new Set((await sql<{ event_id: string }>(tx, statement, parameters)).map(({ event_id }) => event_id));
  const from = (table: string) => `select event_id from ${schema}.${table} where consumer = $1 and tenant_id = $2`;
  return {
    /** Handled so shortly ago that the log may not have it yet. */
    lately: () => keysOf(`${from('inbox_event')} and processed_at > now() - $3 * interval '1 millisecond'`, [...mine, hours(1)]),
    /** Announced so shortly ago that the log may not have it yet. */
    announcedLately: () =>
      keysOf(
        `select id as event_id from ${schema}.outbox_event where tenant_id = $1 and created_at > now() - $2 * interval '1 millisecond'`,
        [uuidOf(tenantId), hours(1)],
      ),
    async of(keys: readonly string[]) {
      const named = [...mine, keys];
      return {
        known: await keysOf(`${from('inbox_event')} and event_id = any($3::uuid[])`, named),
        setAside: await keysOf(`${from('inbox_failure')} and event_id = any($3::uuid[])`, named),
      };
    },
  };
}

import { defineEvent } from '@praetor/contracts/contract';
import type { Envelope } from '@praetor/contracts/envelope';
import { systemActor } from '@praetor/identity/actor';
import { newId, uuidOf, type Id } from '@praetor/kernel/id';
import { roleOf } from '@praetor/postgres/database';
import { connect, type Store } from '@praetor/postgres/orm';
import { asWorker, inTenant } from '@praetor/postgres/tenancy';
import { testDatabase } from '@praetor/testkit/database';
import { defineEntity, p, type EntityManager, type MikroORM } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { announceAll, envelopeOf } from '../src/announce.ts';
import { createConsumer, type ConsumerOptions } from '../src/consumer.ts';
import { createPostgresTransport } from '../src/postgres-transport.ts';
import { createRedisTransport } from '../src/redis-transport.ts';
import { sql } from '@praetor/postgres/sql';
import { transportTables } from '../src/tables.ts';
import type { EventTransport } from '../src/transport.ts';

/** MikroORM does not start without an entity. */
const Effect = defineEntity({ name: 'Effect', properties: { place: p.bigint().primary(), number: p.integer() } });

export const store: Store = { schema: 'widgets', entities: [Effect], migrations: new URL('./migrations/', import.meta.url) };
export const counted = defineEvent('widgets.counted.v1', { number: z.int() });

/** How to reach one transport, in a form that a child process can be told. */
export type TransportSpec = { kind: 'postgres'; url: string } | { kind: 'redis'; url: string; prefix: string };

export async function openTransport(
  spec: TransportSpec,
  over: { pollMilliseconds?: number; keepHours?: number } = {},
): Promise<EventTransport> {
  const options = { pollMilliseconds: 100, keepHours: 1, ...over };
  if (spec.kind === 'postgres') return createPostgresTransport({ url: spec.url, ...options });
  const { url, prefix } = spec;
  return createRedisTransport({ url, prefix, leaseMilliseconds: 600, partitions: 4, onError: () => undefined, ...options });
}

/** Writes down each event, slowly enough that a killed process is caught in the middle. */
export function recording(consumer: string, midway: () => void = () => undefined): ConsumerOptions['handlers'] {
  return [
    {
      types: '*',
      async handle(tx, events, tenantId) {
        const half = events.length >> 1;
        await record(tx, consumer, events.slice(0, half), tenantId);
        midway();
        await sql(tx, 'select pg_sleep(0.003)');
        await record(tx, consumer, events.slice(half), tenantId);
      },
    },
  ];
}

export async function record(
  tx: EntityManager,
  consumer: string,
  events: readonly Envelope[],
  tenantId: Id<'tenant'>,
): Promise<void> {
  await sql(
    tx,
    `insert into widgets.effect (tenant_id, consumer, subject, number)
     select $1, $2, subject, number from unnest($3::text[], $4::int[]) with ordinality as e (subject, number, place) order by place`,
    [uuidOf(tenantId), consumer, events.map((event) => event.subject), events.map((event) => event.data.number)],
  );
}

export interface EventsWorld extends AsyncDisposable {
  readonly orm: MikroORM;
  readonly url: string;
  readonly gatewayUrl: string;
  readonly tenants: readonly [Id<'tenant'>, Id<'tenant'>];
  /** Closed with the world. */
  opened<T extends { close(): Promise<unknown> }>(resource: T): T;
  connect(): Promise<MikroORM>;
  /** Announces `numbers` of a subject, in one transaction. */
  count(tenantId: Id<'tenant'>, subject: string, ...numbers: number[]): Promise<Envelope[]>;
  envelopes(tenantId: Id<'tenant'>, subject: string, ...numbers: number[]): Envelope[];
  /** Per tenant and subject, the numbers in the order a consumer was told. */
  effects(consumer: string): Promise<Record<string, number[]>>;
  read<Row>(text: string, parameters?: unknown[]): Promise<Row[]>;
  consumer(options: Partial<ConsumerOptions> & Pick<ConsumerOptions, 'name' | 'transport'>): ReturnType<typeof createConsumer>;
}

export async function eventsWorld(): Promise<EventsWorld> {
  const database = await testDatabase([store], transportTables([roleOf('widgets')], [roleOf('gateway')]));
  const url = database.urlOf('widgets');
  const orm = await connect(store, url);
  const tenants = [newId('tenant'), newId('tenant')] as const;
  const resources: { close(): Promise<unknown> }[] = [orm];
  const opened = <T extends { close(): Promise<unknown> }>(resource: T): T => (resources.push(resource), resource);
  const read = <Row>(text: string, parameters: unknown[] = []) => asWorker(orm, (tx) => sql<Row>(tx, text, parameters));
  return {
    orm,
    url,
    gatewayUrl: database.urlOf('gateway'),
    tenants,
    opened,
    read,
    connect: async () => opened(await connect(store, url)),
    envelopes,
    async count(tenantId, subject, ...numbers) {
      const events = envelopes(tenantId, subject, ...numbers);
      await inTenant(orm, tenantId, (tx) => announceAll(tx, 'widgets', events));
      return events;
    },
    async effects(consumer) {
      const rows = await read<{ name: string; numbers: number[] }>(
        `select tenant_id || ' ' || subject as name, array_agg(number order by place) as numbers from widgets.effect where consumer = $1 group by 1`,
        [consumer],
      );
      return Object.fromEntries(rows.map((row) => [row.name, row.numbers]));
    },
    consumer: (options) =>
      createConsumer({ orm, schema: 'widgets', handlers: recording(options.name), onError: () => undefined, ...options }),
    async [Symbol.asyncDispose]() {
      for (const resource of resources.toReversed()) await resource.close();
      await database[Symbol.asyncDispose]();
    },
  };
}

function envelopes(tenantId: Id<'tenant'>, subject: string, ...numbers: number[]): Envelope[] {
  const cause = { actor: systemActor('test', tenantId), now: new Date() };
  return numbers.map((number) => envelopeOf(cause, counted, { subject: { type: 'widget', id: subject }, data: { number } }));
}

export const nameOf = (tenantId: Id<'tenant'>, subject: string): string => `${uuidOf(tenantId)} widget/${subject}`;
export const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

/** Waits for something that other loops bring about; the test's own time limit is the only one. */
export async function until(met: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await met())) await new Promise((resolve) => setTimeout(resolve, 20));
}

import { asWorker } from '@praetor/postgres/tenancy';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPostgresTransport } from '../src/postgres-transport.ts';
import { conformance } from './conformance.ts';
import { eventsWorld, nameOf, until, type EventsWorld } from './world.ts';

conformance('Postgres', async (world) => ({ kind: 'postgres', url: world.url }));

describe('the transport inside Postgres', () => {
  let world: EventsWorld;
  beforeAll(async () => {
    world = await eventsWorld();
  });
  afterAll(() => world?.[Symbol.asyncDispose]());

  test('no reader passes a position that is still uncommitted', async () => {
    const transport = world.opened(createPostgresTransport({ url: world.url }));
    const consumer = world.consumer({ name: 'reader', transport });
    const [tenantId] = world.tenants;
    const first = world.orm.em.fork();
    first.setSessionContext({ variables: { 'praetor.worker': 'on' } });
    await first.begin();
    await transport.publish(world.envelopes(tenantId, 'first', 1), first);
    const second = { done: false };
    const publishing = asWorker(world.orm, (tx) => transport.publish(world.envelopes(tenantId, 'second', 1), tx)).then(
      () => (second.done = true),
    );
    const waits = () =>
      world.read<{ waits: boolean }>(`select exists(select from pg_locks where locktype = 'advisory' and not granted) as waits`);
    await until(async () => second.done || (await waits())[0]!.waits);
    expect(await consumer.runOnce()).toBe(0);
    await first.commit();
    await publishing;
    await consumer.runOnce();
    const effects = await world.effects('reader');
    expect([effects[nameOf(tenantId, 'first')], effects[nameOf(tenantId, 'second')]]).toEqual([[1], [1]]);
  });

  test('a session that breaks comes back and wakes its listeners', async () => {
    const transport = world.opened(createPostgresTransport({ url: world.url, pollMilliseconds: 600_000 }));
    await using consumer = world.consumer({ name: 'interrupted', transport });
    consumer.start();
    const sessions = () =>
      world.read<{ pid: number }>(
        `select pid from pg_stat_activity where application_name = 'praetor-session' and datname = current_database()`,
      );
    const tell = async (subject: string) => {
      await asWorker(world.orm, (tx) => transport.publish(world.envelopes(world.tenants[0], subject, 1), tx));
      await until(async () => nameOf(world.tenants[0], subject) in (await world.effects('interrupted')));
    };
    await until(async () => (await sessions()).length === 1);
    await tell('before');
    const [broken] = await sessions();
    await world.read('select pg_terminate_backend($1)', [broken!.pid]);
    await tell('meanwhile');
    await until(async () => (await sessions()).some(({ pid }) => pid !== broken!.pid));
    await tell('after');
  });

  test('a reader follows and cannot publish', async () => {
    const gateway = world.opened(createPostgresTransport({ url: world.gatewayUrl }));
    const transport = world.opened(createPostgresTransport({ url: world.url }));
    const seen: string[] = [];
    const stop = new AbortController();
    await gateway.tail((followed) => void seen.push(...followed.map(({ event }) => event.subject)), { signal: stop.signal });
    await asWorker(world.orm, (tx) => transport.publish(world.envelopes(world.tenants[0], 'live', 1), tx));
    await until(() => seen.includes('widget/live'));
    stop.abort();
    await expect(gateway.consume('gateway', async () => undefined, { signal: stop.signal, once: true })).resolves.toBe(0);
    await expect(
      gateway.consume('gateway', async () => undefined, { signal: new AbortController().signal, once: true }),
    ).rejects.toThrow(/permission denied/);
  });

  test('without the worker setting the transport shows nothing', async () => {
    expect(await world.orm.em.fork().execute('select * from transport.event')).toEqual([]);
  });
});

import { asWorker, inTenant } from '@praetor/postgres/tenancy';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { announceAll } from '../src/announce.ts';
import type { EventHandler } from '../src/handler.ts';
import { createRelay } from '../src/relay.ts';
import { sql } from '@praetor/postgres/sql';
import { PositionGone, type EventTransport, type Followed } from '../src/transport.ts';
import { killingTests } from './killing.ts';
import { eventsWorld, nameOf, openTransport, record, until, upTo, type EventsWorld, type TransportSpec } from './world.ts';

/** What every transport must do, in the hands of the real relay and the real consumer. */
export function conformance(name: string, specOf: (world: EventsWorld) => Promise<TransportSpec>, left?: { out: boolean }): void {
  describe.skipIf(left?.out)(`events over ${name}`, () => {
    let world: EventsWorld;
    let spec: TransportSpec;
    let transport: EventTransport;
    beforeAll(async () => {
      world = await eventsWorld();
      spec = await specOf(world);
      transport = world.opened(await openTransport(spec));
    });
    afterAll(() => world?.[Symbol.asyncDispose]());

    const relay = (over = transport) =>
      createRelay({ orm: world.orm, schema: 'widgets', transport: over, pollMilliseconds: 100 });

    test('two replicas of a consumer tell each aggregate’s events in order, once', async () => {
      const replicas = await Promise.all(
        [1, 2].map(async () => {
          const own = { orm: await world.connect(), transport: world.opened(await openTransport(spec)) };
          return world.consumer({ name: 'replicated', batch: 30, ...own });
        }),
      );
      replicas.forEach((replica) => replica.start());
      await using relaying = relay();
      relaying.start();
      const subjects = upTo(12).map((number) => `ordered${number}`);
      for (const number of upTo(40)) {
        await Promise.all(subjects.map((subject, index) => world.count(world.tenants[index % 2 ? 0 : 1], subject, number)));
      }
      const told = async () => Object.values(await world.effects('replicated')).flat().length;
      await until(async () => (await told()) >= 12 * 40);
      await Promise.all(replicas.map((replica) => replica[Symbol.asyncDispose]()));
      const expected = subjects.map((subject, index) => [nameOf(world.tenants[index % 2 ? 0 : 1], subject), upTo(40)]);
      expect(await world.effects('replicated')).toEqual(Object.fromEntries(expected));
    });

    test('everybody who asks what time it is is told of one clock, in milliseconds', async () => {
      const other = world.opened(await openTransport(spec));
      const times: number[] = [];
      for (const one of [transport, other, transport, other]) times.push(await one.time());
      expect(times).toEqual(times.toSorted((left, right) => left - right));
      expect(times[3]! - times[0]!).toBeLessThan(60_000);
      expect(new Date(times[0]!).getUTCFullYear()).toBeGreaterThan(2025);
      expect(times.some((time) => !Number.isInteger(time))).toBe(true);
    });

    test('an event that arrives again has no second effect', async () => {
      const consumer = world.consumer({ name: 'repeated', transport });
      await relay().runOnce();
      await consumer.runOnce();
      const events = await world.count(world.tenants[0], 'repeated', ...upTo(10));
      await relay().runOnce();
      await asWorker(world.orm, (tx) => transport.publish([...events, ...events], tx));
      await consumer.runOnce();
      await asWorker(world.orm, (tx) => transport.publish(events.slice(3), tx));
      await consumer.runOnce();
      expect((await world.effects('repeated'))[nameOf(world.tenants[0], 'repeated')]).toEqual(upTo(10));
    });

    test('the same id from two sources or in two tenants is two events', async () => {
      const ingested = world.tenants.flatMap((tenantId) => {
        const [event] = world.envelopes(tenantId, 'ingested', 1);
        return ['urn:shop', 'urn:other'].map((source) => ({ ...event!, id: 'order-1', source }));
      });
      await asWorker(world.orm, (tx) => transport.publish([...ingested, ...ingested], tx));
      await world.consumer({ name: 'sources', transport }).runOnce();
      const effects = await world.effects('sources');
      expect(world.tenants.map((tenantId) => effects[nameOf(tenantId, 'ingested')])).toEqual([
        [1, 1],
        [1, 1],
      ]);
    });

    test('what cannot be handled is set aside, its followers wait behind it, everything else goes on', async () => {
      const [tenantId] = world.tenants;
      const broken = { on: new Set([5]) };
      const consumer = world.consumer({ name: 'picky', transport, handlers: [failing(broken.on, 'picky')] });
      await world.count(tenantId, 'poisoned', ...upTo(8));
      await world.count(tenantId, 'healthy', 1, 2, 3, 4);
      await relay().runOnce();
      await consumer.runOnce();
      await world.count(tenantId, 'poisoned', 9, 10);
      await relay().runOnce();
      await consumer.runOnce();
      const failures = () =>
        world.read<{ number: number; error: string | null; attempts: number }>(
          `select (envelope #>> '{data,number}')::int as number, error, attempts from widgets.inbox_failure where consumer = 'picky' order by position`,
        );
      const numbers = async (subject: string) => (await world.effects('picky'))[nameOf(tenantId, subject)];
      expect(await numbers('poisoned')).toEqual([1, 2, 3, 4]);
      expect(await numbers('healthy')).toEqual([1, 2, 3, 4]);
      const waiting = [6, 7, 8, 9, 10].map((number) => ({ number, error: null, attempts: 0 }));
      expect(await failures()).toEqual([{ number: 5, error: 'Error: cannot handle 5', attempts: 3 }, ...waiting]);

      broken.on.add(7).delete(5);
      expect(await consumer.replayFailures()).toEqual({ handled: 2, failed: 1 });
      expect((await failures())[0]).toEqual({ number: 7, error: 'Error: cannot handle 7', attempts: 1 });
      broken.on.clear();
      const [first] = await world.read<{ id: string }>(
        `select envelope->>'id' as id from widgets.inbox_failure where consumer = 'picky' order by position limit 1`,
      );
      expect(await consumer.replayFailures({ eventId: 'evt_unknown' })).toEqual({ handled: 0, failed: 0 });
      expect(await consumer.replayFailures({ eventId: first!.id })).toEqual({ handled: 4, failed: 0 });
      await world.count(tenantId, 'poisoned', 11);
      await relay().runOnce();
      await consumer.runOnce();
      expect(await numbers('poisoned')).toEqual(upTo(11));
      expect(await failures()).toEqual([]);
    });

    test('the database’s own trouble is waited out, not blamed on an event', async () => {
      const trouble = { left: 4 };
      const handler: EventHandler = {
        types: '*',
        async handle(tx, events, tenantId) {
          await record(tx, 'troubled', events, tenantId);
          if (trouble.left-- > 0) await sql(tx, 'select pg_terminate_backend(pg_backend_pid())');
        },
      };
      const consumer = world.consumer({ name: 'troubled', transport, handlers: [handler] });
      await world.count(world.tenants[0], 'troubled', 1, 2, 3);
      await relay().runOnce();
      consumer.start();
      await until(async () => (await world.effects('troubled'))[nameOf(world.tenants[0], 'troubled')]?.length === 3);
      await consumer[Symbol.asyncDispose]();
      expect(trouble.left).toBeLessThan(0);
      expect(await world.read(`select 1 from widgets.inbox_failure where consumer = 'troubled'`)).toEqual([]);
    });

    test('two relays on one outbox publish each event once, in order', async () => {
      const seen: number[] = [];
      const stop = new AbortController();
      await transport.tail((followed) => void seen.push(...numbersOf(followed, 'relayed')), { signal: stop.signal });
      const relays = await Promise.all(
        [1, 2].map(async () => createRelay({ orm: await world.connect(), schema: 'widgets', transport, batch: 7 })),
      );
      await world.count(world.tenants[0], 'relayed', ...upTo(100));
      const published = await Promise.all(relays.map((each) => each.runOnce()));
      expect(published.reduce((sum, count) => sum + count, 0)).toBe(100);
      await until(() => seen.length >= 100);
      stop.abort();
      expect(seen).toEqual(upTo(100));
    });

    test('a transaction that commits after a later one is not passed over', async () => {
      const [tenantId] = world.tenants;
      const consumer = world.consumer({ name: 'gaps', transport });
      const slow = world.orm.em.fork();
      slow.setSessionContext({ variables: { 'praetor.worker': 'on' } });
      await slow.begin();
      await announceAll(slow, 'widgets', world.envelopes(tenantId, 'slow', 1));
      await world.count(tenantId, 'quick', 1);
      await relay().runOnce();
      await consumer.runOnce();
      const during = await world.effects('gaps');
      expect([during[nameOf(tenantId, 'slow')], during[nameOf(tenantId, 'quick')]]).toEqual([undefined, [1]]);
      await slow.commit();
      await relay().runOnce();
      await consumer.runOnce();
      expect((await world.effects('gaps'))[nameOf(tenantId, 'slow')]).toEqual([1]);
    });

    test('an outbox keeps what a transport could not take', async () => {
      const broken = await openTransport(spec);
      await broken.close();
      const failing = relay({
        ...broken,
        publish: broken.publish,
        ...(broken.move && { move: () => broken.publish([], world.orm.em).then(() => Promise.reject(new Error('gone'))) }),
      });
      await world.count(world.tenants[0], 'kept', 1, 2);
      await expect(failing.runOnce()).rejects.toThrow();
      expect(await relay().runOnce()).toBe(2);
    });

    test('every follower sees every event, and resumes where it stopped', async () => {
      const follower = async (from?: string) => {
        const seen: Followed[] = [];
        const stop = new AbortController();
        await transport.tail(
          (followed) => void seen.push(...followed.filter(({ event }) => event.subject.startsWith('widget/live'))),
          {
            signal: stop.signal,
            ...(from !== undefined && { from }),
          },
        );
        return { seen, stop: () => stop.abort() };
      };
      const followers = await Promise.all([follower(), follower()]);
      for (const subject of ['live1', 'live2', 'live3']) await world.count(world.tenants[0], subject, ...upTo(10));
      await relay().runOnce();
      await until(() => followers.every(({ seen }) => seen.length >= 30));
      followers.forEach(({ stop }) => stop());
      for (const { seen } of followers) expect(numbersOf(seen, 'live2')).toEqual(upTo(10));
      const { seen } = followers[0]!;
      for (const at of [0, 7, 28]) {
        const resumed = await follower(seen[at]!.position);
        await until(() => resumed.seen.length >= 29 - at);
        resumed.stop();
        expect(new Set([...seen.slice(0, at + 1), ...resumed.seen].map(({ event }) => event.id)).size).toBe(30);
        expect(resumed.seen).toHaveLength(29 - at);
      }
      await expect(follower('nonsense')).rejects.toThrow(PositionGone);
    });

    test('two handlers of one consumer keep the order of an aggregate between them', async () => {
      const told: string[] = [];
      const telling = (name: string, types: string[]): EventHandler => ({
        types,
        handle: async (_, events) =>
          void told.push(
            ...events.filter((e) => e.subject === 'widget/both').map((event) => `${name}${event.data.number as number}`),
          ),
      });
      const events = world
        .envelopes(world.tenants[0], 'both', ...upTo(6))
        .map((event, index) => (index % 3 ? event : { ...event, type: 'widgets.thirded.v1' }));
      const handlers = [telling('third', ['widgets.thirded.v1']), telling('plain', ['widgets.counted.v1'])];
      const consumer = world.consumer({ name: 'both', transport, handlers });
      await inTenant(world.orm, world.tenants[0], (tx) => announceAll(tx, 'widgets', events));
      await relay().runOnce();
      await consumer.runOnce();
      expect(told).toEqual(['third1', 'plain2', 'plain3', 'third4', 'plain5', 'plain6']);
    });

    test('relay and consumer are woken, they need not look', async () => {
      const patient = world.opened(await openTransport(spec, { pollMilliseconds: 600_000 }));
      await using relaying = createRelay({ orm: world.orm, schema: 'widgets', transport: patient, pollMilliseconds: 600_000 });
      await using consumer = world.consumer({ name: 'woken', transport: patient });
      relaying.start();
      consumer.start();
      await world.count(world.tenants[0], 'woken', 1);
      const told = async () => (await world.effects('woken'))[nameOf(world.tenants[0], 'woken')];
      await until(async () => (await told())?.length === 1);
      await world.count(world.tenants[0], 'woken', 2);
      await until(async () => (await told())?.length === 2);
    });

    test('what every group has handled is forgotten in time, and who resumes before it is told', async () => {
      await using own = await eventsWorld();
      const forgetful = own.opened(await openTransport(await specOf(own), { keepHours: 0 }));
      const [quick, slow] = ['quick', 'slow'].map((each) => own.consumer({ name: each, transport: forgetful }));
      await Promise.all([quick!.runOnce(), slow!.runOnce()]);
      const stop = new AbortController();
      const start = await forgetful.tail(() => undefined, { signal: stop.signal });
      await own.count(own.tenants[0], 'forgotten', ...upTo(5));
      await createRelay({ orm: own.orm, schema: 'widgets', transport: forgetful }).runOnce();
      await quick!.runOnce();
      expect(await forgetful.prune()).toBe(0);
      await forgetful.tail(() => undefined, { signal: stop.signal, from: start });
      expect(await slow!.runOnce()).toBe(5);
      await until(async () => (await forgetful.prune()) > 0);
      await expect(forgetful.tail(() => undefined, { signal: stop.signal, from: start })).rejects.toThrow(PositionGone);
      const now = await forgetful.tail(() => undefined, { signal: stop.signal });
      await forgetful.tail(() => undefined, { signal: stop.signal, from: now });
      stop.abort();
    });

    killingTests(() => ({ world, spec, transport }));
  });
}

function numbersOf(followed: readonly Followed[], subject: string): number[] {
  return followed.filter(({ event }) => event.subject === `widget/${subject}`).map(({ event }) => event.data.number as number);
}

/** Fails on some numbers, as a bug in a handler would, after it has already written something. */
function failing(on: Set<number>, consumer: string): EventHandler {
  return {
    types: '*',
    async handle(tx, events, tenantId) {
      await record(tx, consumer, events, tenantId);
      const bad = events.find((event) => event.subject === 'widget/poisoned' && on.has(event.data.number as number));
      if (bad) throw new Error(`cannot handle ${bad.data.number as number}`);
    },
  };
}

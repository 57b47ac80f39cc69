import { randomUUID } from 'node:crypto';
import { findRedis, startRedis, type TestRedis } from '@praetor/testkit/redis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { layoutOf, redisClient, streamOf } from '../src/redis-connection.ts';
import { Membership } from '../src/redis-group.ts';
import { conformance } from './conformance.ts';
import { until } from './world.ts';

let redis: TestRedis;
const out = !findRedis();
beforeAll(async () => {
  if (!out) redis = await startRedis();
});
afterAll(() => redis?.[Symbol.asyncDispose]());

conformance('Redis Streams', async () => ({ kind: 'redis', url: redis.url, prefix: `praetor-test-${randomUUID()}` }), { out });

describe.skipIf(out)('a group of replicas on Redis Streams', () => {
  test('shares partitions fairly, and a replica that slept through its lease is given nothing', async () => {
    const client = redisClient(redis.url, () => undefined);
    await client.connect();
    const layout = await layoutOf(client, `praetor-test-${randomUUID()}`, 4);
    expect(await layoutOf(client, layout.prefix, 16)).toEqual(layout);
    const [sleeper, successor] = [50, 60_000].map((lease) => new Membership(client, layout, 'group', lease));
    await sleeper!.create();
    await sleeper!.balance();
    expect(await sleeper!.read(100)).toEqual([]);
    const add = (text: string) => client.xAdd(streamOf(layout, 2), '*', { t: 'type', e: text });
    await add('first');
    expect((await sleeper!.read(100)).map((entry) => entry.json)).toEqual(['first']);
    await add('second');
    await until(
      async () => (
        await successor!.balance(),
        (await client.get(`${layout.prefix}:lease:group:2`)) !== null &&
          (await client.zCard(`${layout.prefix}:members:group`)) === 1
      ),
    );
    const inherited = await successor!.read(100);
    expect(inherited.map((entry) => entry.json)).toEqual(['first']);
    expect(await sleeper!.read(100)).toEqual([]);
    await successor!.acknowledge(inherited);
    const next = await successor!.read(100);
    expect(next.map((entry) => entry.json)).toEqual(['second']);

    const third = new Membership(client, layout, 'group', 60_000);
    await third.balance();
    expect(await third.read(100)).toEqual([]);
    await successor!.balance();
    await third.balance();
    const held = await Promise.all([0, 1, 2, 3].map((partition) => client.get(`${layout.prefix}:lease:group:${partition}`)));
    expect(held.filter((owner) => owner === held[0])).toHaveLength(2);
    expect(await successor!.unfinished()).toBe(true);
    await successor!.leave();
    await third.balance();
    expect((await third.read(100)).map((entry) => entry.json)).toEqual(['second']);
    client.destroy();
  });
});

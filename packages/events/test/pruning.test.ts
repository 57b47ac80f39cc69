import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPostgresTransport } from '../src/postgres-transport.ts';
import { createRelay } from '../src/relay.ts';
import { eventsWorld, type EventsWorld } from './world.ts';

let world: EventsWorld;
beforeAll(async () => {
  world = await eventsWorld();
});
afterAll(() => world?.[Symbol.asyncDispose]());

test('old published events and old inbox rows are forgotten, unpublished ones never', async () => {
  const transport = world.opened(createPostgresTransport({ url: world.url }));
  const relay = createRelay({ orm: world.orm, schema: 'widgets', transport });
  const consumer = world.consumer({ name: 'pruned', transport });
  await world.count(world.tenants[0], 'old', 1, 2, 3);
  await relay.runOnce();
  await consumer.runOnce();
  await world.read(`update widgets.outbox_event set created_at = now() - interval '8 days'`);
  await world.read(
    `update widgets.outbox_event set published_at = now() - interval '8 days' where envelope #>> '{data,number}' = '1'`,
  );
  await world.read(
    `update widgets.inbox_event set processed_at = now() - interval '31 days' where event_id in (select id from widgets.outbox_event limit 2)`,
  );
  await world.count(world.tenants[0], 'old', 4);
  await world.read(`update widgets.outbox_event set created_at = now() - interval '8 days'`);
  expect(await relay.prune()).toBe(1);
  expect(await consumer.prune()).toBe(2);
  const left = await world.read<{ number: string }>(
    `select envelope #>> '{data,number}' as number from widgets.outbox_event order by position`,
  );
  expect(left.map((row) => row.number)).toEqual(['2', '3', '4']);
  expect(await relay.runOnce()).toBe(1);
});

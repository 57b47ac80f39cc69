import { once } from 'node:events';
import { createClient } from 'graphql-sse';
import { expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { type Person, signIn } from './fixtures/records.ts';
import { overSocket, overSse, untilStreams } from './fixtures/streams.ts';
import { gatewayWorld, type World } from './fixtures/world.ts';

const query = 'subscription { alertRaised { id } }';
const gauges = ['sockets', 'live_streams', 'live_listeners', 'live_replays', 'event_streams', 'watched_callers'] as const;

/** All that a client could leave behind, here and in the transport; timers and connections of clients included. */
async function held(world: World): Promise<Record<string, number>> {
  const metrics = await (await fetch(`${world.url}/metrics`, { headers: { connection: 'close' } })).text();
  const counts = gauges.map((name) => [name, Number(new RegExp(`^praetor_${name} (\\d+)$`, 'm').exec(metrics)?.[1])] as const);
  const timers = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  return { ...Object.fromEntries(counts), tails: world.transport.followers.size, timers };
}

type Leave = () => Promise<void>;
type Client = (world: World, person: Person, cursor: string) => Promise<Leave>;

const clients: Record<string, Client> = {
  async socket(world, { headers }) {
    const socket = overSocket(world, headers);
    socket.subscribe(query);
    return () => socket[Symbol.asyncDispose]();
  },
  async 'cut socket'(world, { headers }, cursor) {
    const socket = new WebSocket(`${world.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'connection_init', payload: headers }));
    await once(socket, 'message');
    socket.send(JSON.stringify({ id: 'a', type: 'subscribe', payload: { query, extensions: { after: cursor } } }));
    return async () => socket.terminate();
  },
  async 'event stream'(world, { headers }, cursor) {
    const stream = await overSse(world, query, { ...headers, 'last-event-id': cursor });
    return async () => stream[Symbol.dispose]();
  },
  async 'event stream of many'(world, { headers }) {
    const client = createClient({ singleConnection: true, url: `${world.url}/graphql/stream`, headers, retryAttempts: 0 });
    client.subscribe({ query }, { next: () => {}, error: () => {}, complete: () => {} });
    return async () => client.dispose();
  },
};

test('a thousand clients that come and go leave nothing behind', async () => {
  await using world = await gatewayWorld();
  const person = await signIn(world.records, ['SUPPORT']);
  let raised = 0;
  const raise = (): void => {
    const id = `alr_${(raised += 1)}`;
    world.records.alerts.set(id, { id, severity: 'high', about: null });
    world.transport.announce(world.records.tenantId, 'notifications.alertRaised.v1', { alertId: id, severity: 'high' });
  };
  const cursor = await (async () => {
    using first = await overSse(world, query, person.headers);
    await untilStreams(world, 1);
    raise();
    await first.next();
    return first.cursor;
  })();

  const round = async (isHasty: boolean): Promise<void> => {
    raise();
    const comers = Object.values(clients).flatMap((client) => Array.from({ length: 5 }, () => client(world, person, cursor)));
    const leaving = await Promise.all(comers);
    // Every other time they leave while they still arrive.
    if (!isHasty) await untilStreams(world, leaving.length);
    raise();
    await Promise.all(leaving.map((leave) => leave()));
    await untilStreams(world, 0);
  };
  await round(false);
  // Both times within a wait, which has timers itself.
  const patience = { timeout: 10_000, interval: 100 };
  const before = await vi.waitFor(async () => {
    const counts = await held(world);
    expect(counts).toMatchObject({ ...Object.fromEntries(gauges.map((name) => [name, 0])), tails: 1 });
    return counts;
  }, patience);
  const heapBefore = process.memoryUsage().heapUsed;
  for (let count = 0; count < 50; count += 1) await round(count % 2 === 1);
  await vi.waitFor(async () => expect(await held(world)).toEqual(before), patience);
  console.info(`Heap: ${Math.round((process.memoryUsage().heapUsed - heapBefore) / 1_048_576)} MiB more, garbage included.`);
}, 90_000);

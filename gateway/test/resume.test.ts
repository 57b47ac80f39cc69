import { newId } from '@praetor/kernel/id';
import { expect, test } from 'vitest';
import { signIn } from './fixtures/records.ts';
import { overSocket, overSse, untilStreams } from './fixtures/streams.ts';
import { gatewayWorld, type World } from './fixtures/world.ts';

const alerts = 'subscription { alertRaised { id } }';

function raise(world: World, ...ids: string[]): void {
  for (const id of ids) {
    world.records.alerts.set(id, { id, severity: 'high', about: null });
    world.transport.announce(world.records.tenantId, 'notifications.alertRaised.v1', { alertId: id, severity: 'high' });
  }
}

const shown = (id: string) => ({ data: { alertRaised: { id } } });
const refresh = expect.objectContaining({ errors: [expect.objectContaining({ extensions: { code: 'FULL_REFRESH_REQUIRED' } })] });

/** The cursor of the event after which the client went away. */
async function seenOne(world: World, headers: Record<string, string>): Promise<string> {
  using stream = await overSse(world, alerts, headers);
  await untilStreams(world, 1);
  raise(world, 'alr_seen');
  expect(await stream.next()).toEqual(shown('alr_seen'));
  expect(stream.ids).toEqual([stream.cursor]);
  return stream.cursor;
}

test('who comes back gets what happened meanwhile, in order and once, and then what happens', async () => {
  await using world = await gatewayWorld();
  const support = await signIn(world.records, ['SUPPORT']);
  const after = await seenOne(world, support.headers);
  await untilStreams(world, 0);
  raise(world, 'alr_1', 'alr_2');
  await using socket = overSocket(world, support.headers);
  using byHeader = await overSse(world, alerts, { ...support.headers, 'last-event-id': after });
  const bySocket = socket.subscribe(alerts, {}, after);
  await untilStreams(world, 2);
  raise(world, 'alr_3', 'alr_4');
  for (const stream of [byHeader, bySocket]) {
    for (const id of ['alr_1', 'alr_2', 'alr_3', 'alr_4']) expect(await stream.next()).toEqual(shown(id));
    expect(stream.waiting).toBe(0);
  }
  expect(byHeader.cursor).toBe(byHeader.ids.at(-1));
  const again = socket.subscribe(alerts, {}, byHeader.cursor);
  await untilStreams(world, 3);
  raise(world, 'alr_5');
  expect(await again.next()).toEqual(shown('alr_5'));
  // The tail of all, and none of one stream.
  expect(world.transport.followers.size).toBe(1);
});

test('from any cursor on, all that followed it comes once, also while more happens', async () => {
  await using world = await gatewayWorld();
  const support = await signIn(world.records, ['SUPPORT']);
  await using socket = overSocket(world, support.headers);
  const first = socket.subscribe(alerts);
  await untilStreams(world, 1);
  const ids = Array.from({ length: 60 }, (_, at) => `alr_${at}`);
  const cursors: string[] = [];
  for (const id of ids) {
    raise(world, id);
    expect(await first.next()).toEqual(shown(id));
    cursors.push(first.cursor);
  }
  const resumed = [0, 13, 58, 59].map((at) => ({ at, stream: socket.subscribe(alerts, {}, cursors[at]) }));
  const more = Array.from({ length: 40 }, (_, at) => `alr_more_${at}`);
  for (const id of more) {
    raise(world, id);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await untilStreams(world, 5);
  raise(world, 'alr_last');
  for (const { at, stream } of resumed) {
    for (const id of [...ids.slice(at + 1), ...more, 'alr_last']) expect(await stream.next()).toEqual(shown(id));
    expect(stream.waiting).toBe(0);
  }
});

test('another gateway of the installation goes on where the first ended', async () => {
  await using first = await gatewayWorld();
  await using second = await gatewayWorld({ beside: first });
  const support = await signIn(first.records, ['SUPPORT']);
  const after = await seenOne(first, support.headers);
  raise(first, 'alr_1', 'alr_2');
  using stream = await overSse(second, alerts, { ...support.headers, 'last-event-id': after });
  for (const id of ['alr_1', 'alr_2']) expect(await stream.next()).toEqual(shown(id));
});

test('more may have been missed than may wait', async () => {
  await using world = await gatewayWorld();
  const support = await signIn(world.records, ['SUPPORT']);
  const after = await seenOne(world, support.headers);
  const ids = Array.from({ length: 350 }, (_, at) => `alr_${at}`);
  raise(world, ...ids);
  using stream = await overSse(world, alerts, { ...support.headers, 'last-event-id': after });
  for (const id of ids) expect(await stream.next()).toEqual(shown(id));
});

test('what is not kept, not signed here, or another tenant’s asks for a full refresh, over both transports', async () => {
  await using world = await gatewayWorld();
  const support = await signIn(world.records, ['SUPPORT']);
  const stranger = await signIn(world.records, ['SUPPORT']);
  stranger.session.tenantId = newId('tenant');
  const after = await seenOne(world, support.headers);
  raise(world, 'alr_1');
  const answers = async (headers: Record<string, string>, cursor: string) => {
    await using socket = overSocket(world, headers);
    using sse = await overSse(world, alerts, { ...headers, 'last-event-id': cursor });
    const answered = [await socket.subscribe(alerts, {}, cursor).next(), await sse.next()];
    expect(await sse.next()).toBe(null);
    return answered;
  };
  for (const cursor of ['1', 'no cursor', after.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))])
    expect(await answers(support.headers, cursor)).toEqual([refresh, refresh]);
  expect(await answers(stranger.headers, after)).toEqual([refresh, refresh]);
  world.transport.forget();
  raise(world, 'alr_2');
  expect(await answers(support.headers, after)).toEqual([refresh, refresh]);
  await untilStreams(world, 0);
});

test('what is replayed is read as the subscriber may see it now', async () => {
  await using world = await gatewayWorld();
  const support = await signIn(world.records, ['SUPPORT']);
  const after = await seenOne(world, support.headers);
  raise(world, 'alr_1');
  support.session.roles = ['BUYER'];
  await new Promise((resolve) => setTimeout(resolve, 120));
  using stream = await overSse(world, alerts, { ...support.headers, 'last-event-id': after });
  expect(await stream.next()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } }] });
});

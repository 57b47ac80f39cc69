import { once } from 'node:events';
import { createConnection } from 'node:net';
import { minutes } from '@praetor/kernel/clock';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { supergraphOf } from './fixtures/compose.ts';
import { issueKey, signIn } from './fixtures/records.ts';
import { openStreams, overSocket, overSse, untilStreams } from './fixtures/streams.ts';
import { gatewayWorld, type World } from './fixtures/world.ts';

const alerts = 'subscription { alertRaised { id severity } }';

function raise(world: World, id: string, severity = 'high'): void {
  world.records.alerts.set(id, { id, severity, about: null });
  world.transport.announce(world.records.tenantId, 'notifications.alertRaised.v1', { alertId: id, severity });
}

const coded = (code: string) => ({ errors: [{ extensions: { code } }] });

test('an expired token closes what it opened: 4401, and UNAUTHENTICATED over SSE', async () => {
  let passed = 0;
  await using world = await gatewayWorld({ clock: () => new Date(Date.now() + passed) });
  const support = await signIn(world.records, ['SUPPORT']);
  await using socket = overSocket(world, support.headers);
  socket.subscribe(alerts);
  using sse = await overSse(world, alerts, support.headers);
  await untilStreams(world, 2);
  passed = minutes(11);
  const { code, reason } = await socket.closed;
  expect([code, reason]).toEqual([4401, expect.stringMatching(/expired/i)]);
  expect(await sse.next()).toMatchObject(coded('UNAUTHENTICATED'));
  expect(await sse.next()).toBe(null);
  await untilStreams(world, 0);
});

test('a revoked key, a locked account and a logout close idle sockets too: 4401, with the reason', async () => {
  await using world = await gatewayWorld();
  const [partner, person] = [issueKey(world.records, ['SUPPORT']), await signIn(world.records, ['SUPPORT'])];
  await using byKey = overSocket(world, partner.headers);
  await using byToken = overSocket(world, person.headers);
  for (const socket of [byKey, byToken]) await socket.subscribe('{ whoAmI }').next();
  partner.state.active = false;
  world.records.apiKeys.clear();
  world.records.sessions.delete(person.sessionId);
  expect(await byKey.closed).toMatchObject({ code: 4401, reason: expect.stringContaining('API key') });
  expect(await byToken.closed).toMatchObject({ code: 4401, reason: expect.stringContaining('session has ended') });
});

test('a lost role ends what it opened at the next event, and the socket goes on', async () => {
  await using world = await gatewayWorld();
  const person = await signIn(world.records, ['SUPPORT']);
  await using socket = overSocket(world, person.headers);
  const [lost, kept] = [socket.subscribe(alerts), socket.subscribe('subscription { disputeChanged { id } }')];
  await untilStreams(world, 2);
  person.session.roles = ['BUYER'];
  await new Promise((resolve) => setTimeout(resolve, 120));
  raise(world, 'alr_1');
  expect(await lost.next()).toMatchObject(coded('UNAUTHORIZED_FIELD_OR_TYPE'));
  await untilStreams(world, 1);
  world.records.disputes.set('dsp_1', { id: 'dsp_1', title: 'T', claimant: { id: person.accountId } });
  world.transport.announce(world.records.tenantId, 'disputes.opened.v1', { disputeId: 'dsp_1' });
  expect(await kept.next()).toEqual({ data: { disputeChanged: { id: 'dsp_1' } } });
  expect(world.notifications.asked).toEqual([]);
});

test('a role that is won counts at the next event as well', async () => {
  await using world = await gatewayWorld();
  const person = await signIn(world.records, ['BUYER']);
  await using socket = overSocket(world, person.headers);
  const stream = socket.subscribe('subscription { disputeChanged { id panel } }');
  await untilStreams(world, 1);
  const change = (): void => world.transport.announce(world.records.tenantId, 'disputes.decided.v1', { disputeId: 'dsp_1' });
  world.records.disputes.set('dsp_1', { id: 'dsp_1', title: 'T', claimant: { id: person.accountId } });
  change();
  expect(await stream.next()).toMatchObject({ data: { disputeChanged: null } });
  person.session.roles = ['MODERATOR'];
  await new Promise((resolve) => setTimeout(resolve, 120));
  change();
  expect(await stream.next()).toEqual({ data: { disputeChanged: { id: 'dsp_1', panel: 'three' } } });
});

test('a new supergraph ends on a socket what does not fit it, and nothing else', async () => {
  await using world = await gatewayWorld();
  const support = await signIn(world.records, ['SUPPORT']);
  await using socket = overSocket(world, support.headers);
  const [gone, kept] = [socket.subscribe(alerts), socket.subscribe('subscription { disputeChanged { id } }')];
  await untilStreams(world, 2);
  await world.gateway.swap(supergraphOf([world.accounts, world.disputes]));
  raise(world, 'alr_1');
  expect(await gone.next()).toMatchObject(coded('SUPERGRAPH_CHANGED'));
  world.records.disputes.set('dsp_1', { id: 'dsp_1', title: 'T', claimant: { id: support.accountId } });
  world.transport.announce(world.records.tenantId, 'disputes.opened.v1', { disputeId: 'dsp_1' });
  expect(await kept.next()).toEqual({ data: { disputeChanged: { id: 'dsp_1' } } });
});

test('a socket that cannot be checked is told to come back later: 1013', async () => {
  await using world = await gatewayWorld();
  const support = await signIn(world.records, ['SUPPORT']);
  world.accounts.down = true;
  await using socket = overSocket(world, support.headers);
  expect((await socket.closed).code).toBe(1013);
});

test('staff from elsewhere than staff may: 4403', async () => {
  await using world = await gatewayWorld({ settings: { PRAETOR_STAFF_ADDRESSES: '10.1.0.0/16' } });
  const support = await signIn(world.records, ['SUPPORT']);
  await using socket = overSocket(world, support.headers);
  expect((await socket.closed).code).toBe(4403);
});

test('a socket that does not read holds up nobody, and is told at the end', async () => {
  await using world = await gatewayWorld();
  const [slow, quick] = [await signIn(world.records, ['SUPPORT']), await signIn(world.records, ['SUPPORT'])];
  const unread = new WebSocket(`${world.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  await once(unread, 'open');
  unread.send(JSON.stringify({ type: 'connection_init', payload: slow.headers }));
  await once(unread, 'message');
  unread.send(JSON.stringify({ id: 'a', type: 'subscribe', payload: { query: alerts } }));
  await using socket = overSocket(world, quick.headers);
  const stream = socket.subscribe('subscription { alertRaised { id } }');
  await untilStreams(world, 2);
  unread.pause();
  for (let count = 0; count < 400; count += 1) {
    raise(world, `alr_${count}`, 'x'.repeat(100_000));
    expect(await stream.next()).toEqual({ data: { alertRaised: { id: `alr_${count}` } } });
  }
  const told: string[] = [];
  const complete = new Promise<void>((resolve) => {
    unread.on('message', (data) => {
      told.push((data as Buffer).toString().slice(0, 500));
      if (told.at(-1) === '{"id":"a","type":"complete"}') resolve();
    });
  });
  unread.resume();
  await complete;
  expect(told.at(-2)).toContain('SUBSCRIBER_TOO_SLOW');
  await untilStreams(world, 1);
  unread.terminate();
});

test('a stream of which nothing can be sent any more is cut, one that is read is not', async () => {
  await using world = await gatewayWorld({ overrides: { stallMs: 3_000 } });
  const [slow, quick] = [await signIn(world.records, ['SUPPORT']), await signIn(world.records, ['SUPPORT'])];
  const body = JSON.stringify({ query: alerts });
  const { port } = new URL(world.url);
  const unread = createConnection(Number(port), '127.0.0.1');
  unread.write(
    `POST /graphql HTTP/1.1\r\nhost: x\r\nauthorization: ${slow.headers.authorization}\r\ncontent-type: application/json\r\naccept: text/event-stream\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
  using stream = await overSse(world, 'subscription { alertRaised { id } }', quick.headers);
  await untilStreams(world, 2);
  for (let count = 0; count < 200; count += 1) {
    raise(world, `alr_${count}`, 'x'.repeat(200_000));
    await stream.next();
  }
  // What is read goes on moving meanwhile: whoever is cut, it is for standing still.
  for (let count = 0; (await openStreams(world)) > 1; count += 1) {
    raise(world, `alr_later_${count}`);
    expect(await stream.next()).toEqual({ data: { alertRaised: { id: `alr_later_${count}` } } });
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(world.log.some((line) => line.includes('stalled'))).toBe(true);
  unread.destroy();
  raise(world, 'alr_last');
  expect(await stream.next()).toEqual({ data: { alertRaised: { id: 'alr_last' } } });
});

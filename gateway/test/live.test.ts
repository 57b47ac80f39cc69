import { once } from 'node:events';
import { createConnection } from 'node:net';
import { expect, test } from 'vitest';
import { signIn } from './fixtures/records.ts';
import { overSocket, overSse, untilStreams } from './fixtures/streams.ts';
import { gatewayWorld, type World } from './fixtures/world.ts';
import { supergraphOf } from './fixtures/compose.ts';

const alertQuery = 'subscription { alert: alertRaised { id severity about { name } } }';

function raise(world: World, id: string, severity = 'high', aboutId: string | null = null): void {
  world.records.alerts.set(id, { id, severity, about: aboutId ? { __typename: 'Account', id: aboutId } : null });
  world.transport.announce(world.records.tenantId, 'notifications.alertRaised.v1', { alertId: id, severity });
}

test('an event reaches sockets and SSE alike, with fields of other subgraphs', async () => {
  for (const form of ['embedded', 'distributed'] as const) {
    await using world = await gatewayWorld({ form });
    const support = await signIn(world.records, ['SUPPORT']);
    await using socket = overSocket(world, { authorization: support.headers.authorization });
    const bySocket = socket.subscribe(alertQuery);
    using bySse = await overSse(world, alertQuery, support.headers);
    await untilStreams(world, 2);
    raise(world, 'alr_1', 'high', support.accountId);
    const expected = { data: { alert: { id: 'alr_1', severity: 'high', about: { name: 'Person 1' } } } };
    expect([await bySocket.next(), await bySse.next()]).toEqual([expected, expected]);
  }
});

test('arguments, types and tenants select what is sent', async () => {
  await using world = await gatewayWorld();
  const support = await signIn(world.records, ['SUPPORT']);
  await using socket = overSocket(world, support.headers);
  const low = socket.subscribe(
    'subscription ($s: String) { ...root } fragment root on Subscription { alertRaised(severity: $s) { ...a } } fragment a on Alert { id }',
    { s: 'low' },
  );
  await untilStreams(world, 1);
  world.records.alerts.set('alr_0', { id: 'alr_0', severity: 'low', about: null });
  world.transport.announce('tnt_other', 'notifications.alertRaised.v1', { alertId: 'alr_0', severity: 'low' });
  world.transport.announce(world.records.tenantId, 'notifications.other.v1', { alertId: 'alr_0', severity: 'low' });
  raise(world, 'alr_1', 'high');
  raise(world, 'alr_2', 'low');
  expect(await low.next()).toEqual({ data: { alertRaised: { id: 'alr_2' } } });
});

test('what a subscriber may not see is not sent to them, while others see it', async () => {
  await using world = await gatewayWorld();
  const [claimant, stranger] = [await signIn(world.records, ['BUYER']), await signIn(world.records, ['BUYER'])];
  await using first = overSocket(world, claimant.headers);
  await using second = overSocket(world, stranger.headers);
  const query = 'subscription { disputeChanged { id title panel } }';
  const [own, foreign] = [
    first.subscribe('subscription { disputeChanged { id title } }'),
    second.subscribe('subscription { disputeChanged { id title } }'),
  ];
  await untilStreams(world, 2);
  for (const [id, person] of [
    ['dsp_1', claimant],
    ['dsp_2', stranger],
  ] as const) {
    world.records.disputes.set(id, { id, title: 'T', claimant: { id: person.accountId } });
    world.transport.announce(world.records.tenantId, 'disputes.opened.v1', { disputeId: id });
  }
  expect(await own.next()).toEqual({ data: { disputeChanged: { id: 'dsp_1', title: 'T' } } });
  expect(await foreign.next()).toEqual({ data: { disputeChanged: { id: 'dsp_2', title: 'T' } } });
  expect(own.waiting).toBe(0);
  const denied = first.subscribe(query);
  await untilStreams(world, 3);
  world.transport.announce(world.records.tenantId, 'disputes.decided.v1', { disputeId: 'dsp_1' });
  expect(await denied.next()).toMatchObject({ data: { disputeChanged: null }, errors: [{ path: ['disputeChanged', 'panel'] }] });
});

test('equal subscribers share one execution, others have their own', async () => {
  await using world = await gatewayWorld();
  const people = await Promise.all(['SUPPORT', 'SUPPORT', 'AUDITOR'].map((role) => signIn(world.records, [role])));
  const sockets = people.map((person) => overSocket(world, person.headers));
  const streams = sockets.map((socket) => socket.subscribe('subscription { alertRaised { id } }'));
  await untilStreams(world, 3);
  raise(world, 'alr_1');
  for (const stream of streams) expect(await stream.next()).toEqual({ data: { alertRaised: { id: 'alr_1' } } });
  expect(world.notifications.asked).toHaveLength(2);
  await Promise.all(sockets.map((socket) => socket[Symbol.asyncDispose]()));
  await untilStreams(world, 0);
});

test('fifty equal subscribers cost one execution an event, over sockets and streams alike', async () => {
  await using world = await gatewayWorld();
  const people = await Promise.all(Array.from({ length: 50 }, () => signIn(world.records, ['SUPPORT'])));
  const query = 'subscription { alertRaised { id severity about { id } } }';
  await using stack = new AsyncDisposableStack();
  const streams = await Promise.all(
    people.map(async ({ headers }, at) =>
      at % 2 === 0 ? stack.use(overSocket(world, headers)).subscribe(query) : stack.use(await overSse(world, query, headers)),
    ),
  );
  await untilStreams(world, 50);
  raise(world, 'alr_1', 'high', people[0]!.accountId);
  const event = { data: { alertRaised: { id: 'alr_1', severity: 'high', about: { id: people[0]!.accountId } } } };
  for (const stream of streams) expect(await stream.next()).toEqual(event);
  expect(new Set(streams.map(({ cursor }) => cursor)).size).toBe(1);
  expect(world.notifications.asked).toHaveLength(1);
});

test('where who asks may decide what is seen, nobody gets what was read for another', async () => {
  await using world = await gatewayWorld();
  const people = await Promise.all(['SUPPORT', 'SUPPORT', 'SUPPORT'].map((role) => signIn(world.records, [role])));
  await using stack = new AsyncDisposableStack();
  const streams = people.map(({ headers }) => stack.use(overSocket(world, headers)).subscribe(alertQuery));
  await untilStreams(world, 3);
  raise(world, 'alr_1', 'high', people[0]!.accountId);
  for (const stream of streams) expect(await stream.next()).toMatchObject({ data: { alert: { about: { name: 'Person 1' } } } });
  expect(world.notifications.asked).toHaveLength(3);
});

test('clients that vanish leave nothing behind', async () => {
  await using world = await gatewayWorld();
  const support = await signIn(world.records, ['SUPPORT']);
  const streams = await Promise.all(Array.from({ length: 5 }, () => overSse(world, alertQuery, support.headers)));
  const socket = overSocket(world, support.headers);
  const stopped = socket.subscribe(alertQuery);
  socket.subscribe(alertQuery);
  await untilStreams(world, 7);
  stopped.stop();
  await untilStreams(world, 6);
  for (const stream of streams) stream[Symbol.dispose]();
  await untilStreams(world, 1);
  await socket[Symbol.asyncDispose]();
  await untilStreams(world, 0);
});

test('a socket holds a limited number of operations', async () => {
  await using world = await gatewayWorld();
  const support = await signIn(world.records, ['SUPPORT']);
  await using socket = overSocket(world, support.headers);
  const streams = Array.from({ length: 101 }, () => socket.subscribe(alertQuery));
  expect(await streams.at(-1)!.next()).toMatchObject({ errors: [{ extensions: { code: 'TOO_MANY_OPERATIONS' } }] });
  await untilStreams(world, 100);
});

test('subscriptions pass the pipeline: authentication, limits, validation, permission', async () => {
  await using world = await gatewayWorld();
  const buyer = await signIn(world.records, ['BUYER']);
  await using socket = overSocket(world, buyer.headers);
  const codeOf = async (query: string) => (await socket.subscribe(query).next())?.errors?.[0].extensions.code;
  expect(await codeOf(alertQuery)).toBe('UNAUTHORIZED_FIELD_OR_TYPE');
  expect(await codeOf('subscription { disputeChanged @include(if: true) { id } }')).toBe('GRAPHQL_CONDITIONAL_SUBSCRIPTION');
  expect(await codeOf('subscription { nothing }')).toBe('GRAPHQL_VALIDATION_FAILED');
  expect(await codeOf(`{ ${'whoAmI '.repeat(40)} }`)).toBe('GRAPHQL_ROOT_FIELD_LIMIT');
  const query = socket.subscribe('{ me { name email } broken }');
  const answer = await query.next();
  expect(answer).toMatchObject({ data: { me: { name: 'Person 1', email: null }, broken: null } });
  expect(answer?.errors?.map(({ extensions }) => extensions.code).sort()).toEqual([
    'INTERNAL_SERVER_ERROR',
    'UNAUTHORIZED_FIELD_OR_TYPE',
  ]);
  expect(JSON.stringify(answer)).not.toMatch(/hunter2|"http"/);
  using anonymous = await overSse(world, alertQuery);
  expect(await anonymous.next()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } }] });
  expect((await overSse(world, alertQuery, { authorization: 'Bearer x' })).status).toBe(401);
});

test('a socket with a bad proof, or of a foreign page, is not opened', async () => {
  await using world = await gatewayWorld();
  const { token } = await signIn(world.records, ['BUYER']);
  await using bad = overSocket(world, { authorization: 'Bearer x' });
  expect((await bad.closed).code).toBe(4401);
  await using foreign = overSocket(world, {}, { origin: 'https://evil.example', cookie: `praetor_access=${token}` });
  expect((await foreign.closed).reason).toContain('403');
  await using own = overSocket(world, {}, { origin: world.url, cookie: `praetor_access=${token}` });
  expect(await own.subscribe('{ me { name } }').next()).toEqual({ data: { me: { name: 'Person 1' } } });
});

test('the end of a session closes its sockets and streams', async () => {
  await using world = await gatewayWorld();
  const support = await signIn(world.records, ['SUPPORT']);
  await using socket = overSocket(world, support.headers);
  socket.subscribe(alertQuery);
  using sse = await overSse(world, alertQuery, support.headers);
  await untilStreams(world, 2);
  support.session.active = false;
  expect((await socket.closed).code).toBe(4401);
  expect(await sse.next()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  expect(await sse.next()).toBe(null);
  await untilStreams(world, 0);
});

test('nothing is sent after a lock or a lost role, even before the next check', async () => {
  await using world = await gatewayWorld({ overrides: { recheckMs: 3_600_000 } });
  const [locked, demoted] = [await signIn(world.records, ['SUPPORT']), await signIn(world.records, ['SUPPORT'])];
  using first = await overSse(world, alertQuery, locked.headers);
  using second = await overSse(world, alertQuery, demoted.headers);
  await untilStreams(world, 2);
  locked.session.active = false;
  demoted.session.roles = ['BUYER'];
  await new Promise((resolve) => setTimeout(resolve, 120));
  raise(world, 'alr_1');
  expect(await first.next()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  expect(await second.next()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } }] });
  expect([await first.next(), await second.next()]).toEqual([null, null]);
  expect(world.notifications.asked).toEqual([]);
});

test('nothing is sent while live state cannot be read', async () => {
  await using world = await gatewayWorld();
  const support = await signIn(world.records, ['SUPPORT']);
  using stream = await overSse(world, alertQuery, support.headers);
  await untilStreams(world, 1);
  world.accounts.down = true;
  await new Promise((resolve) => setTimeout(resolve, 120));
  raise(world, 'alr_1');
  expect(await stream.next()).toMatchObject({ errors: [{ extensions: { code: 'UNAVAILABLE' } }] });
});

test('one who reads too slowly is closed', async () => {
  await using world = await gatewayWorld();
  const support = await signIn(world.records, ['SUPPORT']);
  const { execute } = world.notifications;
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  world.notifications.execute = async (...given) => (await held, execute(...given));
  using stream = await overSse(world, alertQuery, support.headers);
  await untilStreams(world, 1);
  for (let count = 0; count < 150; count++) raise(world, `alr_${count}`);
  release();
  let last = await stream.next();
  for (let next = await stream.next(); next; next = await stream.next()) last = next;
  expect(last).toMatchObject({ errors: [{ extensions: { code: 'SUBSCRIBER_TOO_SLOW' } }] });
});

test('subscriptions survive a swap they are valid after, and end at one they are not', async () => {
  await using world = await gatewayWorld();
  const support = await signIn(world.records, ['SUPPORT']);
  using stream = await overSse(world, 'subscription { alertRaised { id } }', support.headers);
  await untilStreams(world, 1);
  await world.gateway.swap(supergraphOf([world.accounts, world.notifications]));
  raise(world, 'alr_1');
  expect(await stream.next()).toEqual({ data: { alertRaised: { id: 'alr_1' } } });
  await world.gateway.swap(supergraphOf([world.accounts, world.disputes]));
  raise(world, 'alr_2');
  expect(await stream.next()).toMatchObject({ errors: [{ extensions: { code: 'SUPERGRAPH_CHANGED' } }] });
});

test('an ending gateway tells its sockets to come back', async () => {
  await using world = await gatewayWorld();
  const support = await signIn(world.records, ['SUPPORT']);
  await using socket = overSocket(world, support.headers);
  socket.subscribe(alertQuery);
  using sse = await overSse(world, alertQuery, support.headers);
  await untilStreams(world, 2);
  await world.gateway[Symbol.asyncDispose]();
  expect((await socket.closed).code).toBe(1001);
  expect(await sse.next()).toBe(null);
  expect(world.transport.followers.size).toBe(0);
});

test('an ending gateway does not wait for a socket that does not listen', async () => {
  await using world = await gatewayWorld({ overrides: { drainMs: 100 } });
  const { port } = new URL(world.url);
  const deaf = createConnection(Number(port), '127.0.0.1');
  const key = Buffer.alloc(16).toString('base64');
  deaf.write(
    `GET /graphql HTTP/1.1\r\nhost: x\r\nconnection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: ${key}\r\nsec-websocket-protocol: graphql-transport-ws\r\n\r\n`,
  );
  const [greeting] = await once(deaf, 'data');
  expect(String(greeting)).toMatch(/^HTTP\/1\.1 101/);
  await world.gateway[Symbol.asyncDispose]();
  await once(deaf, 'close');
});

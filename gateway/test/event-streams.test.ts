import { createClient, type ClientOptions } from 'graphql-sse';
import { expect, test, vi } from 'vitest';
import { issueKey, signIn } from './fixtures/records.ts';
import { Inbox, type Event, untilStreams } from './fixtures/streams.ts';
import { gatewayWorld, type World } from './fixtures/world.ts';

const alerts = 'subscription { alertRaised { id } }';

function raise(world: World, id: string): void {
  world.records.alerts.set(id, { id, severity: 'high', about: null });
  world.transport.announce(world.records.tenantId, 'notifications.alertRaised.v1', { alertId: id, severity: 'high' });
}

/** graphql-sse's own client, in its single connection mode. */
function connected(world: World, headers: Record<string, string>, options: Partial<ClientOptions<true>> = {}) {
  const client = createClient({
    singleConnection: true,
    url: `${world.url}/graphql/stream`,
    headers,
    retryAttempts: 0,
    ...options,
  });
  return {
    run(query: string, extensions: Record<string, unknown> = {}) {
      const inbox = new Inbox();
      const stop = client.subscribe(
        { query, extensions },
        {
          next: (event) => inbox.push(event as Event),
          error: (error) => (inbox.push({ errors: [{ message: String(error) }] }), inbox.push(null)),
          complete: () => inbox.push(null),
        },
      );
      return Object.assign(inbox, { stop });
    },
    [Symbol.dispose]: () => client.dispose(),
  };
}

const openStreams = async (world: World): Promise<number> =>
  Number(/^praetor_event_streams (\d+)$/m.exec(await (await fetch(`${world.url}/metrics`)).text())?.[1]);

test('many operations share one connection, each through the whole pipeline', async () => {
  await using world = await gatewayWorld();
  const support = await signIn(world.records, ['SUPPORT']);
  using client = connected(world, support.headers);
  const [first, second] = [client.run(alerts), client.run('subscription { other: alertRaised { id } }')];
  await untilStreams(world, 2);
  expect(await openStreams(world)).toBe(1);
  raise(world, 'alr_1');
  expect(await first.next()).toEqual({ data: { alertRaised: { id: 'alr_1' } } });
  expect(await second.next()).toEqual({ data: { other: { id: 'alr_1' } } });
  const query = client.run('{ me { name } }');
  expect([await query.next(), await query.next()]).toEqual([{ data: { me: { name: 'Person 1' } } }, null]);
  const codeOf = async (text: string) => (await client.run(text).next())?.errors?.[0].extensions.code;
  expect(await codeOf('subscription { disputeChanged @include(if: true) { id } }')).toBe('GRAPHQL_CONDITIONAL_SUBSCRIPTION');
  expect(await codeOf('{ nothing }')).toBe('GRAPHQL_VALIDATION_FAILED');
  expect(await codeOf(`{ ${'whoAmI '.repeat(40)} }`)).toBe('GRAPHQL_ROOT_FIELD_LIMIT');
  second.stop();
  await untilStreams(world, 1);
});

test('what the viewer may not have is refused, and their cursor counts here too', async () => {
  await using world = await gatewayWorld();
  const [support, buyer] = [await signIn(world.records, ['SUPPORT']), await signIn(world.records, ['BUYER'])];
  using denied = connected(world, buyer.headers);
  expect(await denied.run(alerts).next()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } }] });
  using client = connected(world, support.headers);
  const first = client.run(alerts);
  await untilStreams(world, 1);
  raise(world, 'alr_1');
  await first.next();
  first.stop();
  raise(world, 'alr_2');
  const again = client.run(alerts, { after: first.cursor });
  expect(await again.next()).toEqual({ data: { alertRaised: { id: 'alr_2' } } });
});

test('a stream is its owner’s alone, opened once, and operations have ids of their own', async () => {
  await using world = await gatewayWorld();
  const [support, other] = [await signIn(world.records, ['SUPPORT']), issueKey(world.records, ['SUPPORT'])];
  const url = `${world.url}/graphql/stream`;
  const ask = async (method: string, headers: Record<string, string>, token?: string, body?: object) => {
    const abort = new AbortController();
    const response = await fetch(token ? `${url}?token=${token}&operationId=a` : url, {
      method,
      headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
      signal: abort.signal,
    });
    return { status: response.status, text: () => response.text(), abort: () => abort.abort() };
  };
  const token = await (await ask('PUT', support.headers)).text();
  const operation = { query: alerts, extensions: { operationId: 'a' } };
  // It may come before the stream is open, and then waits for that.
  const early = ask('POST', support.headers, token, operation);
  expect((await ask('GET', other.headers, token)).status).toBe(404);
  const stream = await ask('GET', support.headers, token);
  expect([stream.status, (await early).status]).toEqual([200, 202]);
  expect((await ask('GET', support.headers, token)).status).toBe(409);
  expect((await ask('POST', other.headers, token, operation)).status).toBe(404);
  expect((await ask('POST', support.headers, token, operation)).status).toBe(409);
  expect((await ask('POST', support.headers, token, { query: alerts })).status).toBe(400);
  expect((await ask('POST', support.headers, token, { query: 'x'.repeat(1_100_000) })).status).toBe(413);
  expect((await ask('POST', { authorization: 'Bearer nothing' }, token, operation)).status).toBe(401);
  expect((await ask('DELETE', other.headers, token)).status).toBe(404);
  await untilStreams(world, 1);
  expect((await ask('DELETE', support.headers, token)).status).toBe(200);
  await untilStreams(world, 0);
  stream.abort();
  await vi.waitFor(async () => expect(await openStreams(world)).toBe(0));
  expect((await ask('GET', support.headers, token)).status).toBe(404);
});

test('the end of a session ends the stream, after each operation has said why', async () => {
  await using world = await gatewayWorld();
  const support = await signIn(world.records, ['SUPPORT']);
  using client = connected(world, support.headers);
  const stream = client.run(alerts);
  await untilStreams(world, 1);
  support.session.active = false;
  expect(await stream.next()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  expect(await stream.next()).toBe(null);
  await vi.waitFor(async () => expect(await openStreams(world)).toBe(0));
});

test('one who does not read is told so at most a hundred events later, and holds up nobody', async () => {
  await using world = await gatewayWorld();
  const [slow, quick] = [await signIn(world.records, ['SUPPORT']), await signIn(world.records, ['SUPPORT'])];
  const long = 'x'.repeat(100_000);
  const url = `${world.url}/graphql/stream`;
  const token = await (await fetch(url, { method: 'PUT', headers: slow.headers })).text();
  const unread = await fetch(`${url}?token=${token}`, { headers: slow.headers });
  await fetch(`${url}?token=${token}`, {
    method: 'POST',
    headers: { ...slow.headers, 'content-type': 'application/json' },
    body: JSON.stringify({ query: 'subscription { alertRaised { severity } }', extensions: { operationId: 'a' } }),
  });
  using client = connected(world, quick.headers);
  const stream = client.run(alerts);
  await untilStreams(world, 2);
  for (let count = 0; count < 400; count++) {
    world.records.alerts.set(`alr_${count}`, { id: `alr_${count}`, severity: long, about: null });
    world.transport.announce(world.records.tenantId, 'notifications.alertRaised.v1', { alertId: `alr_${count}` });
    expect(await stream.next()).toEqual({ data: { alertRaised: { id: `alr_${count}` } } });
  }
  const text = unread.body!.pipeThrough(new TextDecoderStream()).getReader();
  let told = '';
  while (!told.includes('event: complete')) told = (told + ((await text.read()).value ?? '')).slice(-2_000);
  expect(told).toContain('SUBSCRIBER_TOO_SLOW');
  await text.cancel();
});

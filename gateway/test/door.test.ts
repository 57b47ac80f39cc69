import { createConnection } from 'node:net';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { signIn } from './fixtures/records.ts';
import { supergraphOf } from './fixtures/compose.ts';
import { gatewayWorld } from './fixtures/world.ts';

describe('limits', () => {
  const cases: [string, string, string][] = [
    ['many tokens', `{ ${'a '.repeat(5_000)} }`, 'GRAPHQL_TOKEN_LIMIT'],
    ['deep', `${'{ a '.repeat(20)} ${'}'.repeat(20)}`, 'GRAPHQL_DEPTH_LIMIT'],
    ['many aliases', `{ me { ${Array.from({ length: 61 }, (_, at) => `a${at}: id`).join(' ')} } }`, 'GRAPHQL_ALIAS_LIMIT'],
    ['many root fields', `{ ${'whoAmI '.repeat(31)} }`, 'GRAPHQL_ROOT_FIELD_LIMIT'],
    ['not GraphQL', '{ me { ', 'GRAPHQL_PARSE_FAILED'],
    ['not in the schema', '{ nothingLikeThis }', 'GRAPHQL_VALIDATION_FAILED'],
    [
      'a conditional subscription',
      'subscription ($a: Boolean!) { disputeChanged @skip(if: $a) { id } }',
      'GRAPHQL_CONDITIONAL_SUBSCRIPTION',
    ],
  ];
  test.each(cases)('an operation that is %s is refused with a code', async (_, query, code) => {
    await using world = await gatewayWorld();
    const { status, body } = await world.ask(query);
    expect([status, body.data, body.errors?.[0].extensions.code]).toEqual([400, undefined, code]);
  });

  test('a body beyond a mebibyte is refused, declared or not', async () => {
    await using world = await gatewayWorld();
    const { status, body } = await world.ask(`{ whoAmI # ${'x'.repeat(1024 * 1024)}\n }`);
    expect([status, body.errors?.[0].extensions.code]).toEqual([413, 'REQUEST_ENTITY_TOO_LARGE']);
    const chunks = new ReadableStream({
      start(controller) {
        for (let sent = 0; sent < 20; sent++) controller.enqueue(new Uint8Array(65_536).fill(32));
        controller.close();
      },
    });
    const streamed = await fetch(`${world.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: chunks,
      duplex: 'half',
    } as RequestInit);
    expect(streamed.status).toBe(413);
  });

  test('bodies that are not as they say, and URLs that say a thing twice, are refused', async () => {
    await using world = await gatewayWorld();
    const post = async (headers: Record<string, string>) => {
      const body = '{"query":"{ whoAmI }"}';
      const response = await fetch(`${world.url}/graphql`, { method: 'POST', headers, body });
      const { errors } = (await response.json()) as { errors?: { extensions: { code: string } }[] };
      return [response.status, errors?.[0]?.extensions.code];
    };
    const json = 'application/json';
    const refused = [415, 'UNSUPPORTED_MEDIA_TYPE'];
    expect(await post({ 'content-type': json, 'content-encoding': 'gzip' })).toEqual(refused);
    expect(await post({ 'content-type': `${json}; charset=iso-8859-1` })).toEqual(refused);
    expect(await post({ 'content-type': `${json};charset=utf-16` })).toEqual(refused);
    for (const charset of ['utf-8', 'UTF-8', '"utf8"'])
      expect(await post({ 'content-type': `${json}; charset=${charset}`, 'content-encoding': 'identity' })).toEqual([
        200,
        undefined,
      ]);
    const twice = await fetch(`${world.url}/graphql?query={whoAmI}&query={burn}`, { headers: { accept: json } });
    expect([twice.status, await twice.text()]).toEqual([400, expect.stringContaining('BAD_REQUEST')]);
  });

  test('batches and malformed bodies are refused', async () => {
    await using world = await gatewayWorld();
    for (const body of ['[{"query":"{ whoAmI }"}]', '{"query":', '"text"', '{"query":7}', '{}']) {
      const send = (accept: string) =>
        fetch(`${world.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', accept }, body });
      const response = await send('application/graphql-response+json');
      expect([body, response.status]).toEqual([body, 400]);
      if (body === '{"query":') expect((await send('application/json')).status).toBe(400);
      const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] };
      expect(errors[0]?.extensions.code).toMatch(/^[A-Z_]+$/);
    }
  });
});

describe('HTTP', () => {
  test('queries go by GET, mutations do not', async () => {
    await using world = await gatewayWorld();
    const get = (query: string) =>
      fetch(`${world.url}/graphql?query=${encodeURIComponent(query)}`, { headers: { accept: 'application/json' } });
    expect(await (await get('{ whoAmI }')).json()).toHaveProperty('data.whoAmI');
    expect((await get('mutation { burn }')).status).toBe(405);
    expect(world.disputes.asked).toEqual([]);
  });

  test('unknown paths, sockets elsewhere and odd requests end well', async () => {
    await using world = await gatewayWorld();
    const missing = await fetch(`${world.url}/nowhere`);
    expect([missing.status, missing.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
    expect((await fetch(`${world.url}/__proto__`)).status).toBe(404);
    const socket = createConnection(Number(new URL(world.url).port), '127.0.0.1');
    socket.end('GET /elsewhere HTTP/1.1\r\nhost: x\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\r\n');
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toMatch(/^HTTP\/1\.1 404/);
  });

  test('the first page shows logins in development only', async () => {
    const demoLogins = [{ role: 'ADMIN', email: 'admin@demo.example', password: '<secret>' }];
    await using world = await gatewayWorld({ overrides: { demoLogins } });
    const page = await (await fetch(world.url)).text();
    expect(page).toContain('admin@demo.example');
    expect(page).not.toContain('<secret>');
    expect(await (await fetch(`${world.url}/graphql`, { headers: { accept: 'text/html' } })).text()).toContain(
      '<title>Praetor</title>',
    );
    await using production = await gatewayWorld({ settings: { PRAETOR_ENV: 'production' }, overrides: { demoLogins } });
    expect(await (await fetch(production.url)).text()).not.toContain('admin@demo.example');
    expect((await fetch(`${production.url}/graphql`, { headers: { accept: 'text/html' } })).ok).toBe(false);
    expect((await production.ask('{ __schema { queryType { name } } }')).body.errors?.[0].extensions.code).toBe(
      'INTROSPECTION_DISABLED',
    );
    expect((await world.ask('{ __schema { queryType { name } } }')).body.data).toEqual({
      __schema: { queryType: { name: 'Query' } },
    });
  });

  test('metrics count what was answered', async () => {
    await using world = await gatewayWorld();
    await world.ask('{ whoAmI }');
    const metrics = await (await fetch(`${world.url}/metrics`)).text();
    expect(metrics).toMatch(/praetor_http_requests_total\{route="\/graphql",status="2xx"\} 1/);
    expect(metrics).toMatch(/praetor_subgraph_seconds_count\{subgraph="accounts",outcome="full"\}/);
  });
});

describe('swapping the supergraph', () => {
  test('takes effect for the next operation, and a bad one changes nothing', async () => {
    await using world = await gatewayWorld();
    await expect(world.gateway.swap('type Query { a: Int }')).rejects.toThrow();
    await expect(
      world.gateway.swap(supergraphOf([...world.subgraphs, { name: 'stranger', sdl: 'type Query { odd: Int }' }])),
    ).rejects.toThrow('stranger');
    expect((await world.ask('{ whoAmI broken }')).body.data.whoAmI).toContain('anonymous');
    await world.gateway.swap(supergraphOf([world.accounts]));
    expect((await world.ask('{ broken }')).body.errors?.[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
    expect((await world.ask('{ whoAmI }')).body.data.whoAmI).toContain('anonymous');
  });
});

test('an ending gateway finishes what it is answering', async () => {
  await using world = await gatewayWorld();
  const person = await signIn(world.records, ['BUYER']);
  const { execute } = world.disputes;
  let answer = () => {};
  const asked = new Promise<void>((resolve) => {
    world.disputes.execute = async (...given) => {
      resolve();
      await new Promise<void>((go) => {
        answer = go;
      });
      return execute(...given);
    };
  });
  const answered = world.ask('mutation { openDispute(title: "Late") { title } }', person);
  await asked;
  const ended = world.gateway[Symbol.asyncDispose]();
  answer();
  expect((await answered).body.data).toEqual({ openDispute: { title: 'Late' } });
  await ended;
});

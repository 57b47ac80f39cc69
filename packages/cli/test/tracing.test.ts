import { ownClock } from '@praetor/identity/shared-clock';
import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { createPostgresTransport } from '@praetor/events/postgres-transport';
import { readEnv } from '@praetor/gateway/env';
import { createGateway } from '@praetor/gateway/gateway';
import { systemClock } from '@praetor/kernel/clock';
import { freePort } from '@praetor/postgres/embedded';
import { serveSubgraph } from '@praetor/subgraph/http';
import { requestFields } from '@praetor/telemetry/request-scope';
import { startTracing } from '@praetor/telemetry/tracing';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { collector, type ReceivedSpan } from './collector.ts';
import { whole } from './whole.ts';

const key = generateKeyPairSync('ed25519').privateKey;
const forms = ['embedded', 'distributed'] as const;

/** A process has one way to a collector, for as long as it runs. */
let received: Awaited<ReturnType<typeof collector>>;
let tracing: AsyncDisposable;
beforeAll(async () => {
  vi.stubEnv('OTEL_BSP_SCHEDULE_DELAY', '50');
  received = await collector();
  tracing = await startTracing({ endpoint: received.url, service: 'praetor-test', clock: systemClock });
});
afterAll(async () => {
  await tracing[Symbol.asyncDispose]();
  await received[Symbol.asyncDispose]();
  vi.unstubAllEnvs();
});

async function tracedPraetor(form: (typeof forms)[number]) {
  await using stack = new AsyncDisposableStack();
  const log: string[] = [];
  const logger = pino(
    { level: 'debug', mixin: requestFields },
    new PassThrough().on('data', (line) => log.push(String(line))),
  );
  const world = stack.use(await whole({ log: logger }));
  const urls: string[] = [];
  if (form === 'distributed')
    for (const subgraph of world.running) {
      const port = await freePort();
      const serving = { port, host: '127.0.0.1', gatewayKey: createPublicKey(key), clock: world.clock, sharedClock: ownClock };
      stack.use(await serveSubgraph(subgraph, serving));
      urls.push(`${subgraph.name}=http://127.0.0.1:${port}/graphql`);
    }
  const transport = stack.adopt(createPostgresTransport({ url: world.gatewayUrl }), (one) => one.close());
  const env = readEnv({
    PORT: '0',
    HOST: '127.0.0.1',
    PRAETOR_SUBGRAPH_URLS: urls.join(','),
    PRAETOR_GATEWAY_KEY: key.export({ type: 'pkcs8', format: 'pem' }) as string,
  });
  const parts = { transport, clock: world.clock, overrides: { logger } };
  const gateway = stack.use(await createGateway(env, { ...parts, ...(form === 'embedded' && { subgraphs: world.running }) }));
  const { url } = await gateway.listen();
  const owned = stack.move();
  return {
    world,
    log,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
    async send(query: string, variables: object, headers: Record<string, string> = {}) {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query, variables }),
      });
      return { requestId: response.headers.get('x-request-id'), body: await response.json() };
    },
  };
}

const login = 'mutation ($input: LoginInput!) { login(input: $input) { ... on SessionTokens { accessToken account { id } } } }';
const named = (spans: readonly ReceivedSpan[], name: string): ReceivedSpan[] => spans.filter((span) => span.name === name);

/** Names from a span up to the first whose parent was not received, and that parent. */
function upwards(spans: readonly ReceivedSpan[], from: ReceivedSpan): [string[], string | undefined] {
  const names = [from.name];
  let at = from;
  for (;;) {
    const parent = spans.find(({ spanId }) => spanId === at.parentSpanId);
    if (!parent) return [names, at.parentSpanId || undefined];
    names.push(parent.name);
    at = parent;
  }
}

async function tokenOf(praetor: Awaited<ReturnType<typeof tracedPraetor>>, role: string): Promise<string> {
  const { email, password } = praetor.world.demo.logins.find((one) => one.role === role)!;
  return (await praetor.send(login, { input: { email, password } })).body.data.login.accessToken;
}

/** What was received of a trace, once its first span, which ends last, is there. */
const spansOf = (isFirst: (span: ReceivedSpan) => boolean): Promise<ReceivedSpan[]> =>
  vi.waitFor(
    () => {
      const { traceId } = received.spans.find(isFirst)!;
      return received.spans.filter((span) => span.traceId === traceId);
    },
    { timeout: 10_000 },
  );

describe.each(forms)('tracing in the %s form', (form) => {
  test('one trace leads from the caller’s span through plan, fetch and subgraph to each statement', async () => {
    await using praetor = await tracedPraetor(form);
    const traceId = randomBytes(16).toString('hex');
    const callersSpan = randomBytes(8).toString('hex');
    const { requestId, body } = await praetor.send(
      'query Mine { me { displayName flags { edges { node { id } } } } }',
      {},
      {
        authorization: `Bearer ${await tokenOf(praetor, 'MODERATOR')}`,
        traceparent: `00-${traceId}-${callersSpan}-01`,
      },
    );
    expect(body.errors).toBeUndefined();
    const spans = await spansOf(({ name, parentSpanId }) => name === 'graphql query' && parentSpanId === callersSpan);
    const [operation] = named(spans, 'graphql query');
    expect(operation).toMatchObject({ traceId, attributes: { 'praetor.request_id': requestId } });
    expect(named(spans, 'gateway.plan')).toHaveLength(1);
    const executed = named(spans, 'subgraph execute').map(({ attributes }) => attributes['praetor.subgraph']);
    expect(new Set(executed)).toEqual(new Set(['accounts', 'admin']));
    const statement = named(spans, 'sql select').find(({ attributes }) => attributes['db.namespace'] === 'admin')!;
    expect(upwards(spans, statement)).toEqual([
      ['sql select', 'subgraph resolve', 'subgraph execute', 'subgraph fetch', 'graphql query'],
      callersSpan,
    ]);
    const resolved = named(spans, 'subgraph resolve').map(({ attributes }) => String(attributes['graphql.field.coordinate']));
    expect(resolved.filter((field) => field !== 'Query._entities').toSorted()).toEqual(['Account.flags', 'Query.me']);
    const above = spans.find(({ spanId }) => spanId === statement.parentSpanId);
    expect(above?.attributes['graphql.field.coordinate']).toBe('Account.flags');
    expect(spans.filter((span) => upwards(spans, span)[1] !== callersSpan)).toEqual([]);
    expect(JSON.stringify(received.spans)).not.toContain('@demo.example');
  });

  test('what a caller does not want recorded is not, and what fails is marked', async () => {
    await using praetor = await tracedPraetor(form);
    const headers = { authorization: `Bearer ${await tokenOf(praetor, 'MODERATOR')}` };
    await praetor.world.administer('alter table disputes.dispute rename to dispute_gone');
    const [quiet, loud] = [randomBytes(16).toString('hex'), randomBytes(16).toString('hex')];
    for (const [traceId, flags] of [
      [quiet, '00'],
      [loud, '01'],
    ])
      await praetor.send(
        '{ disputesSummary { count } }',
        {},
        { ...headers, traceparent: `00-${traceId}-${'1'.repeat(16)}-${flags}` },
      );
    const spans = await spansOf(({ name, traceId }) => name === 'graphql query' && traceId === loud);
    expect(named(spans, 'subgraph resolve')).toMatchObject([
      { attributes: { 'graphql.field.coordinate': 'Query.disputesSummary' }, status: { code: 2 } },
    ]);
    expect(received.spans.filter(({ traceId }) => traceId === quiet)).toEqual([]);
  });

  test('a caller without a trace begins one, and names of spans stay few', async () => {
    await using praetor = await tracedPraetor(form);
    for (const at of [1, 2, 3]) await praetor.send(`query Name${at} { one${at}: __typename }`, {});
    await praetor.send(login, { input: { email: 'nobody@demo.example', password: 'wrong' } });
    const { requestId } = await praetor.send(
      '{ me { id } accountsSummary { total } }',
      {},
      {
        authorization: `Bearer ${await tokenOf(praetor, 'MODERATOR')}`,
      },
    );
    const spans = await spansOf(({ attributes }) => attributes['praetor.request_id'] === requestId);
    expect(named(spans, 'graphql query')[0]?.parentSpanId || null).toBeNull();
    expect(named(spans, 'sql select').length).toBeGreaterThan(0);
    const names = [...new Set(received.spans.map(({ name }) => name))];
    expect(names.filter((name) => !/^(graphql|subgraph|sql) [a-z]+$|^gateway\.[a-z]+$/.test(name))).toEqual([]);
    expect(names.length).toBeLessThan(25);
  });

  test('what a subgraph logs names the request and its trace', async () => {
    await using praetor = await tracedPraetor(form);
    const traceId = randomBytes(16).toString('hex');
    await praetor.world.administer('alter table disputes.dispute rename to dispute_gone');
    const { requestId, body } = await praetor.send(
      '{ disputesSummary { count } }',
      {},
      {
        authorization: `Bearer ${await tokenOf(praetor, 'MODERATOR')}`,
        traceparent: `00-${traceId}-${randomBytes(8).toString('hex')}-01`,
      },
    );
    expect(body.errors).toMatchObject([{ extensions: { code: 'INTERNAL_SERVER_ERROR', requestId } }]);
    const lines = praetor.log
      .map((line) => JSON.parse(line))
      .filter(({ subgraph, level }) => subgraph === 'disputes' && level >= 50);
    expect(lines).toMatchObject([{ requestId, traceId, msg: 'unexpected error' }]);
  });
});

import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { text as textOf } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { newId } from '@praetor/kernel/id';
import { describe, expect, test } from 'vitest';
import type { Json } from './fixtures/json.ts';
import { issueKey, signIn } from './fixtures/records.ts';
import { type Form, gatewayWorld, type World } from './fixtures/world.ts';

/** A known operation is answered early, past the pipeline. Whatever the gateway promises is held on both roads: the same requests by each. */
interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | object;
}

/** All that a request brings about, less what differs from request to request whoever answers. */
interface Outcome {
  readonly status: number | undefined;
  readonly headers: Json;
  readonly text: string;
  /** What subgraphs were asked, as whom. */
  readonly asked: readonly Json[];
  readonly counted: Json;
  readonly logged: readonly Json[];
}

const origin = 'https://console.example';
const registered = 'query Disputes { disputes { id } }';
const old = 'query Old { whoAmI }';
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Ids and what hangs on them. */
const alike = (text: string): string =>
  text.replaceAll(/\b(?:req|acc|tnt|ses|key|dsp)_\w+/g, 'id').replaceAll(/\b00-[0-9a-f]{32}-[0-9a-f]{16}-\d\d\b/g, 'trace');

async function worldOf(withoutEarlyAnswers: boolean, form: Form, settings: Record<string, string>) {
  const world = await gatewayWorld({
    form,
    settings: { PRAETOR_ORIGINS: origin, ...settings },
    overrides: { withoutEarlyAnswers },
  });
  const buyer = await signIn(world.records, ['BUYER']);
  const moderator = await signIn(world.records, ['MODERATOR']);
  const partner = issueKey(world.records, ['PARTNER', 'MODERATOR'], true);
  for (const [body, more] of [
    [registered, {}],
    [
      old,
      { deprecatedAt: '2026-06-01T12:00:00.500Z', sunsetAt: '2027-01-31T00:00:00.000Z', documentation: 'https://docs.example' },
    ],
  ] as const)
    world.records.operations.set(`${partner.state.id} ${hashOf(body)}`, { id: newId('operation'), body, ...more });
  return { world, buyer: buyer.headers, moderator: moderator.headers, partner: partner.headers };
}
type Actors = Awaited<ReturnType<typeof worldOf>>;

const me = '{ me { name } whoAmI }';
const deepText = (depth: number): string => `{ me { ${'disputes { claimant { '.repeat(depth)} id ${'} }'.repeat(depth)} } }`;

/** What is sent, by what it tries. `as` proves who asks. */
function requestsOf({ buyer, moderator, partner }: Actors): Record<string, Sent> {
  const ask = (query: string, more: object = {}, headers: Record<string, string> = {}): Sent => ({
    headers: { ...buyer, ...headers },
    body: { query, ...more },
  });
  const asPartner = (body: object): Sent => ({ headers: partner, body });
  return {
    // Who asks, and what of it they may.
    'as somebody': ask(me),
    'as nobody': { body: { query: '{ whoAmI }' } },
    'as nobody, in a tenant': { headers: { 'x-praetor-tenant': 'demo' }, body: { query: '{ whoAmI }' } },
    'with a token that does not hold': ask('{ whoAmI }', {}, { authorization: 'Bearer abc.def.ghi' }),
    'with a malformed proof': ask('{ whoAmI }', {}, { authorization: 'Basic abc' }),
    'with an unknown key': ask('{ whoAmI }', {}, { authorization: 'Bearer pk_test_x' }),
    'by a cookie, of our own page': {
      headers: { cookie: `praetor_access=${buyer.authorization.slice(7)}` },
      body: { query: me },
    },
    'by a cookie, of a foreign page': {
      headers: { cookie: `praetor_access=${buyer.authorization.slice(7)}`, origin: 'https://evil.example' },
      body: { query: me },
    },
    'partly denied': ask('{ me { name email } disputes { panel } }'),
    'denied as a whole': ask('{ disputes { id } }'),
    'a denied mutation': ask('mutation { lockAccount(id: "x") { id } rename(name: "Ada") { name } }'),
    // Operations and their results.
    'a mutation with variables': ask('mutation ($to: String!) { rename(name: $to) { name } }', { variables: { to: 'Ada' } }),
    'fields that fail': ask('{ broken refused whoAmI }'),
    'a null that is not allowed': ask('{ hollow { full } whoAmI }'),
    'wrong variables': ask('mutation ($to: String!) { rename(name: $to) { name } }', { variables: { to: 7 } }),
    'variables that are null': ask(me, { variables: null }),
    'variables of no shape': ask(me, { variables: 'none' }),
    'variables that are a list': ask(me, { variables: [] }),
    'variables nested too deeply': ask(me, { variables: JSON.parse(`${'{"a":'.repeat(80)}1${'}'.repeat(80)}`) }),
    'a condition that is null': ask('query ($if: Boolean) { whoAmI @include(if: $if) }', { variables: { if: null } }),
    'one of two operations': ask('query A { whoAmI } query B { me { name } }', { operationName: 'B' }),
    'none of two operations': ask('query A { whoAmI } query B { me { name } }', { operationName: 'C' }),
    'two operations without a name': ask('query A { whoAmI } query B { me { name } }'),
    'an operation name of no shape': ask(me, { operationName: 7 }),
    'an empty operation name': ask(me, { operationName: '' }),
    'what is not valid': ask('{ nothing }'),
    'what does not parse': ask('{ me { name '),
    'a query of no shape': { headers: buyer, body: { query: 7 } },
    'no query': { headers: buyer, body: {} },
    introspection: ask('{ __schema { queryType { name } } }', {}, moderator),
    'a type’s name alone': ask('{ __typename }'),
    'a subscription where none can be': ask('subscription { disputeChanged { id } }'),
    'a registration': ask(
      'mutation ($input: RegisterOperationsInput!) { registerOperations(input: $input) }',
      { variables: { input: { manifest: {} } } },
      moderator,
    ),
    'empty extensions': ask(me, { extensions: {} }),
    'extensions of no shape': ask(me, { extensions: 'none' }),
    'an unknown parameter': ask(me, { speed: 'high' }),
    'a parameter that objects inherit': {
      headers: { ...buyer, 'content-type': 'application/json' },
      body: '{"query":"{ whoAmI }","__proto__":{"a":1}}',
    },
    // Limits.
    'too deep': ask(deepText(12)),
    'too costly': ask(
      `{ ${Array.from({ length: 20 }, (_, at) => `a${at}: me { disputes { claimant { disputes { id } } } }`).join(' ')} }`,
    ),
    'too many aliases': ask(`{ ${Array.from({ length: 60 }, (_, at) => `a${at}: whoAmI`).join(' ')} }`),
    'too large': ask(me, { variables: { pad: 'x'.repeat(1024 * 1024) } }),
    // Registered operations.
    registered: asPartner({ documentId: hashOf(registered) }),
    'registered, with a prefix': asPartner({ documentId: `sha256:${hashOf(registered)}` }),
    'registered, as Apollo’s clients ask': asPartner({
      extensions: { persistedQuery: { version: 1, sha256Hash: hashOf(registered) } },
    }),
    'registered and deprecated': asPartner({ documentId: hashOf(old) }),
    'registered for another': { headers: buyer, body: { documentId: hashOf(registered) } },
    'named twice': asPartner({ documentId: hashOf(registered), id: hashOf(old) }),
    'by the text of a registered one': asPartner({ query: registered }),
    // Of HTTP.
    'without an Accept': ask(me, {}, { accept: '' }),
    'accepting anything': ask(me, {}, { accept: '*/*' }),
    'accepting JSON': ask(me, {}, { accept: 'application/json' }),
    'accepting JSON in capitals': ask(me, {}, { accept: 'Application/JSON; charset=UTF-8' }),
    'accepting what is preferred': ask(me, {}, { accept: 'application/json;q=0.5, application/graphql-response+json' }),
    'accepting a page': ask(me, {}, { accept: 'text/html' }),
    'accepting nothing we have': ask(me, {}, { accept: 'application/xml' }),
    'accepting events': ask(me, {}, { accept: 'text/event-stream' }),
    'accepting parts': ask(me, {}, { accept: 'multipart/mixed' }),
    'JSON with a charset': ask(me, {}, { 'content-type': 'application/json; charset=utf-8' }),
    'JSON of another charset': ask(me, {}, { 'content-type': 'application/json; charset=latin1' }),
    'a text': ask(me, {}, { 'content-type': 'text/plain' }),
    'a query as it is': { headers: { ...buyer, 'content-type': 'application/graphql' }, body: me },
    'a form': {
      headers: { ...buyer, 'content-type': 'application/x-www-form-urlencoded' },
      body: `query=${encodeURIComponent(me)}`,
    },
    'no content type': ask(me, {}, { 'content-type': '' }),
    compressed: { headers: { ...buyer, 'content-encoding': 'gzip' }, body: gzipSync(JSON.stringify({ query: me })) },
    'in another letter case': { headers: buyer, body: `\n\t{"query" : ${JSON.stringify(me)} }\n` },
    'with a byte order mark': { headers: buyer, body: `\ufeff${JSON.stringify({ query: me })}` },
    'with bytes that are no text': {
      headers: buyer,
      body: Buffer.concat([Buffer.from('{"query":"{ whoAmI } #'), Buffer.from([0xff]), Buffer.from('"}')]),
    },
    'no body': { headers: buyer, body: '' },
    'a list': { headers: buyer, body: [{ query: me }] as object },
    'what is no JSON': { headers: buyer, body: '{"query":' },
    'of a page that may': ask(me, {}, { origin }),
    'of a page that may not': ask(me, {}, { origin: 'https://evil.example' }),
    'asking whether it may': { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } },
    'by GET': { method: 'GET', path: `/graphql?query=${encodeURIComponent(me)}`, headers: { ...buyer, 'x-praetor-csrf': '1' } },
    'by PUT': { method: 'PUT', headers: buyer, body: { query: me } },
    'with a query in the address too': { ...ask(me), path: '/graphql?query=%7B__typename%7D' },
    'at another address': { ...ask(me), path: '/graphql/' },
    'in a trace': ask(me, {}, { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' }),
    'with a request id of its own': ask(me, {}, { 'x-request-id': 'mine' }),
  };
}

async function metricsOf({ url }: World): Promise<Map<string, number>> {
  const response = await fetch(`${url}/metrics`);
  const lines = (await response.text()).matchAll(
    /^(praetor_(?:http_requests_total|operation_seconds_count|subgraph_seconds_count)\{[^}]*\}) (\d+)$/gm,
  );
  // Of these answers too one is counted, and what the gateway asks for itself is shared for a while.
  const isOwn = (name: string): boolean => name.includes('"/metrics"') || name.includes('subgraph="accounts"');
  return new Map([...lines].flatMap(([, name = '', count]) => (isOwn(name) ? [] : [[name, Number(count)]])));
}

/** As they were after the last request. */
const counts = new WeakMap<World, Map<string, number>>();

async function outcomeOf(world: World, { method = 'POST', path = '/graphql', headers = {}, body }: Sent): Promise<Outcome> {
  const before = counts.get(world) ?? (await metricsOf(world));
  const asked = world.subgraphs.map((one) => one.asked.length);
  const logged = world.log.length;
  const bytes = Buffer.isBuffer(body) || typeof body === 'string' ? Buffer.from(body) : body && Buffer.from(JSON.stringify(body));
  const given = { 'content-type': 'application/json', accept: 'application/graphql-response+json', ...headers };
  const sending = httpRequest(`${world.url}${path}`, {
    method,
    headers: {
      ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== '')),
      ...(bytes && { 'content-length': bytes.length }),
    },
    agent: false,
  });
  sending.end(bytes);
  const [response] = (await once(sending, 'response')) as [import('node:http').IncomingMessage];
  const text = await textOf(response);
  const {
    date: _date,
    connection: _connection,
    'content-length': length,
    'transfer-encoding': coding,
    ...told
  } = response.headers;
  const after = await metricsOf(world);
  counts.set(world, after);
  const counted = [...after].flatMap(([name, count]) =>
    count === before.get(name) ? [] : [[name, count - (before.get(name) ?? 0)]],
  );
  return {
    status: response.statusCode,
    headers: { ...told, 'x-request-id': /^req_\w+$/.test(String(told['x-request-id'])), isFramed: Boolean(length ?? coding) },
    text: alike(text),
    asked: world.subgraphs.flatMap((one, at) =>
      one.asked
        .slice(asked[at])
        .filter(({ actor }) => actor.kind !== 'system')
        .map(({ query, variables, actor }) => ({
          query: query.replaceAll(/\s+/g, ' '),
          variables: alike(JSON.stringify(variables)),
          actor: alike(
            JSON.stringify({ ...actor, isTraced: actor.traceparent?.split('-')[1] === '0af7651916cd43dd8448eb211c80319c' }),
          ),
        })),
    ),
    counted: Object.fromEntries(counted),
    logged: world.log.slice(logged).flatMap((line) => {
      const { level, msg, err, requestId } = JSON.parse(line) as Json;
      // Below: what a library says while it works.
      return level > 20
        ? [{ level, msg: alike(msg), err: alike(err?.message ?? ''), isNamed: typeof requestId === 'string' }]
        : [];
    }),
  };
}

describe.each<[string, Form, Record<string, string>]>([
  ['in development', 'embedded', {}],
  ['in production, distributed', 'distributed', { PRAETOR_ENV: 'production' }],
  [
    'when denials refuse the whole, and batches are allowed',
    'embedded',
    { PRAETOR_AUTHORIZATION: 'reject', PRAETOR_BATCH_LIMIT: '5' },
  ],
])('%s', (_, form, settings) => {
  test('both roads lead to the same answer, and leave the same traces', { timeout: 120_000 }, async () => {
    await using stack = new AsyncDisposableStack();
    const [whole, early] = [await worldOf(true, form, settings), await worldOf(false, form, settings)];
    stack.use(whole.world);
    stack.use(early.world);
    const [expected, sent] = [requestsOf(whole), requestsOf(early)];
    for (const [name, request] of Object.entries(sent))
      for (const time of ['first', 'second']) {
        const [theirs, ours] = [await outcomeOf(whole.world, expected[name]!), await outcomeOf(early.world, request)];
        expect(ours, `${name}, the ${time} time`).toEqual(theirs);
      }
  });
});

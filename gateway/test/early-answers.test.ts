import { createHash } from 'node:crypto';
import { newId } from '@praetor/kernel/id';
import { expect, test, vi } from 'vitest';
import { issueKey, signIn } from './fixtures/records.ts';
import { gatewayWorld, type World } from './fixtures/world.ts';

interface Sent {
  /** A text is sent as it is. */
  readonly body: object | string;
  /** Without a length, as a client sends what it does not know the end of. */
  readonly inPieces?: boolean;
  readonly headers?: Record<string, string>;
}

/** What differs from request to request whoever answers. */
const own = new Set(['date', 'x-request-id', 'content-length']);

async function answerOf(world: World, { body, inPieces = false, headers = {} }: Sent): Promise<unknown> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(`${world.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json', ...headers },
    body: inPieces ? new Blob([text]).stream() : text,
    ...(inPieces && { duplex: 'half' }),
  });
  const answer = (await response.text()).replaceAll(/\b(?:req|acc|tnt)_\w+/g, 'id');
  return { status: response.status, headers: [...response.headers].filter(([name]) => !own.has(name)), answer };
}

const text = 'query Disputes { disputes { id } }';

/** A world with the same people and records each time, but for their ids. */
async function worldOf(withoutEarlyAnswers: boolean, settings: Record<string, string>) {
  const world = await gatewayWorld({ settings, overrides: { withoutEarlyAnswers, usageMs: 20 } });
  const buyer = await signIn(world.records, ['BUYER']);
  const moderator = await signIn(world.records, ['MODERATOR']);
  const partner = issueKey(world.records, ['PARTNER'], true);
  const documentId = createHash('sha256').update(text).digest('hex');
  world.records.operations.set(`${partner.state.id} ${documentId}`, { id: newId('operation'), body: text });
  const query = (text: string, more: object = {}, headers: Record<string, string> = buyer.headers): Sent => ({
    body: { query: text, ...more },
    headers,
  });
  const sent: Record<string, Sent> = {
    plain: query('{ me { name disputes { title } } whoAmI }'),
    anonymous: query('{ whoAmI }', {}, {}),
    'partly denied': query('{ me { name email } disputes { panel } }'),
    'denied as a whole': query('{ disputes { id } }'),
    'a mutation': query('mutation ($to: String!) { rename(name: $to) { name } }', { variables: { to: 'Ada' } }),
    'what takes a fresh proof': query('{ strongbox whoAmI }'),
    'a mutation that takes a fresh proof': query('mutation { giveAway(to: "them") { name } }'),
    'a failing field': query('{ broken refused whoAmI }'),
    'a null that is not allowed': query('{ hollow { full } whoAmI }'),
    'wrong variables': query('mutation ($to: String!) { rename(name: $to) { name } }', { variables: { to: 7 } }),
    'variables of no shape': query('{ whoAmI }', { variables: 'none' }),
    'one of two operations': query('query A { whoAmI } query B { me { name } }', { operationName: 'B' }),
    'none of two operations': query('query A { whoAmI } query B { me { name } }', { operationName: 'C' }),
    'two operations without a name': query('query A { whoAmI } query B { me { name } }'),
    introspection: query('{ __schema { queryType { name } } }', {}, moderator.headers),
    'application/json': query('{ me { name } }', {}, { ...buyer.headers, accept: 'application/json' }),
    'an event stream': query('{ me { name } }', {}, { ...buyer.headers, accept: 'text/event-stream' }),
    'an unknown parameter': query('{ whoAmI }', { speed: 'high' }),
    'a token that does not hold': query('{ whoAmI }', {}, { authorization: 'Bearer abc.def.ghi' }),
    'a registered operation': { body: { documentId }, headers: partner.headers },
    'what a partner may not run': query('{ whoAmI }', {}, partner.headers),
    'a body in pieces': { ...query('{ me { name } }'), inPieces: true },
    'a body that is too large': query('{ whoAmI }', { variables: { a: 'a'.repeat(1024 * 1024) } }),
    'a body that ends too soon': { body: '{"query":"{ whoAmI }"', headers: buyer.headers },
    'a body that is no object': { body: '"{ whoAmI }"', headers: buyer.headers },
    'a batch': { body: [{ query: '{ whoAmI }' }, { query: '{ me { name } }' }], headers: buyer.headers },
    'a charset by name': query('{ whoAmI }', {}, { ...buyer.headers, 'content-type': 'application/json; charset=utf-8' }),
    'another charset': query('{ whoAmI }', {}, { ...buyer.headers, 'content-type': 'application/json; charset=latin1' }),
    'a page of an origin that is let in': query('{ me { name } }', {}, { ...buyer.headers, origin: 'https://admin.example' }),
    'anything at all': query('{ me { name } }', {}, { ...buyer.headers, accept: '*/*' }),
    'a type that nobody makes': query('{ me { name } }', {}, { ...buyer.headers, accept: 'image/png' }),
    'a type by preference': query('{ me { name } }', {}, { ...buyer.headers, accept: 'application/json;q=0.5, */*;q=0.1' }),
    'too costly': query(
      `{ ${Array.from({ length: 20 }, (_, at) => `a${at}: me { disputes { title claimant { disputes { id } } } }`).join(' ')} }`,
    ),
  };
  return { world, sent, buyer };
}

test.each<[string, Record<string, string>]>([
  ['in development', {}],
  ['in production', { PRAETOR_ENV: 'production' }],
  ['when denials refuse the whole', { PRAETOR_AUTHORIZATION: 'reject' }],
  [
    'with batches, and pages of other origins',
    { PRAETOR_BATCH_LIMIT: '2', PRAETOR_ORIGINS: 'https://admin.example,https://b.example' },
  ],
])('%s, a known operation is answered early as on the whole way', async (_, settings) => {
  const [whole, early] = [await worldOf(true, settings), await worldOf(false, settings)];
  await using stack = new AsyncDisposableStack();
  stack.use(whole.world);
  stack.use(early.world);
  for (const name of Object.keys(whole.sent)) {
    const expected = await answerOf(whole.world, whole.sent[name]!);
    for (const time of ['first', 'second', 'third'])
      expect(await answerOf(early.world, early.sent[name]!), `${name}, the ${time} time`).toEqual(expected);
  }
});

test('who asks is proved anew for a known operation', async () => {
  const { world, sent, buyer } = await worldOf(false, {});
  await using _ = world;
  const statuses = async () => ((await answerOf(world, sent['plain']!)) as { status: number }).status;
  expect([await statuses(), await statuses()]).toEqual([200, 200]);
  buyer.session.active = false;
  await vi.waitFor(async () => expect(await statuses()).toBe(401));
});

test('known operations count against the window, and in use', async () => {
  const { world, sent } = await worldOf(false, { PRAETOR_RATE_LIMITS: 'actor=5' });
  await using _ = world;
  const statuses = [];
  for (let at = 0; at < 7; at += 1) statuses.push(((await answerOf(world, sent['plain']!)) as { status: number }).status);
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429]);
  for (let at = 0; at < 3; at += 1) await answerOf(world, sent['a registered operation']!);
  await vi.waitFor(() => expect(world.records.usages.reduce((sum, { uses }) => sum + uses, 0)).toBe(3));
});

import { expect, test } from 'vitest';
import { marketplaceCatalog } from '@praetor/contracts/catalog';
import { issueKey, signIn } from './fixtures/records.ts';
import { gatewayWorld, type World } from './fixtures/world.ts';
import type { Json } from './fixtures/json.ts';

const flagged = (id: string, changes: object = {}) => ({
  specversion: '1.0',
  id,
  source: 'https://shop.example',
  type: 'marketplace.orderCompleted.v1',
  time: '2026-03-01T12:00:00Z',
  datacontenttype: 'application/json',
  data: { orderRef: `o-${id}`, buyerRef: 'b-1', sellerRef: 's-1', total: { amountMinor: 1200, currency: 'EUR' } },
  ...changes,
});
const structured = 'application/cloudevents+json';
const batched = 'application/cloudevents-batch+json';

const post = async (world: World, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string>) => {
  const response = await fetch(`${world.url}/events`, { method: 'POST', body, headers });
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    headers: response.headers,
    body: (await response.json()) as Json,
  };
};

test('the fixture event is one the contracts know', () => {
  expect(marketplaceCatalog.get('marketplace.orderCompleted.v1')!.data.safeParse(flagged('1').data).error).toBe(undefined);
});

test('structured, binary and batched events are taken, each once', async () => {
  await using world = await gatewayWorld();
  const { headers } = issueKey(world.records, ['PARTNER']);
  const one = JSON.stringify(flagged('1'));
  expect(await post(world, one, { ...headers, 'content-type': structured })).toMatchObject({
    status: 200,
    body: { accepted: 1, duplicate: 0, refused: [] },
  });
  expect((await post(world, one, { ...headers, 'content-type': `${structured}; charset=utf-8` })).body).toEqual({
    accepted: 0,
    duplicate: 1,
    refused: [],
  });
  const { data, datacontenttype, ...attributes } = flagged('2');
  const binary = Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`ce-${name}`, value]));
  expect((await post(world, JSON.stringify(data), { ...headers, ...binary, 'content-type': datacontenttype })).body).toEqual({
    accepted: 1,
    duplicate: 0,
    refused: [],
  });
  expect((await post(world, '[]', { ...headers, 'content-type': batched })).body).toEqual({
    accepted: 0,
    duplicate: 0,
    refused: [],
  });
  expect([...world.records.ingested.keys()]).toEqual(['1', '2']);
});

test('a batch keeps its good events and says which are bad, and why, by their place', async () => {
  await using world = await gatewayWorld();
  const partner = issueKey(world.records, ['PARTNER']);
  const events = [
    flagged('bad', { type: 'marketplace.nothing.v1' }),
    flagged('a'),
    7,
    flagged('b', { data: { ...flagged('b').data, buyerRef: 'refuse-me' } }),
    flagged('a'),
  ];
  const { status, body } = await post(world, JSON.stringify(events), { ...partner.headers, 'content-type': batched });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    accepted: 1,
    duplicate: 1,
    refused: [
      { index: 0, id: 'bad', code: 'UNKNOWN_EVENT_TYPE' },
      { index: 2, id: null },
      { index: 3, id: 'b', code: 'UNKNOWN_PARTY' },
    ],
  });
  const [ingest] = world.accounts.asked.filter(({ query }) => query.includes('ingestEvents'));
  expect(ingest!.actor).toMatchObject({ kind: 'partner', id: partner.state.id });
});

test('what cannot be taken is a problem of its own kind', async () => {
  await using world = await gatewayWorld();
  const partner = issueKey(world.records, ['PARTNER']).headers;
  const key = (roles: string[]) => issueKey(world.records, roles).headers;
  const person = await signIn(world.records, ['ADMIN']);
  const one = JSON.stringify(flagged('1'));
  const big = 'x'.repeat(1024 * 1024 + 1);
  const cases: [number, string, string, Record<string, string>][] = [
    [401, 'UNAUTHENTICATED', one, { 'content-type': structured }],
    [401, 'UNAUTHENTICATED', one, { authorization: 'Bearer pk_unknown', 'content-type': structured }],
    [403, 'FORBIDDEN', one, { ...key([]), 'content-type': structured }],
    [403, 'FORBIDDEN', one, { ...person.headers, 'content-type': structured }],
    [415, 'UNSUPPORTED_MEDIA_TYPE', one, { ...partner, 'content-type': 'text/plain' }],
    [415, 'UNSUPPORTED_MEDIA_TYPE', one, { ...partner, 'content-type': 'application/json' }],
    [400, 'MALFORMED_BODY', '{', { ...partner, 'content-type': structured }],
    [400, 'MALFORMED_BODY', '{}', { ...partner, 'content-type': batched }],
    [413, 'BODY_TOO_LARGE', big, { ...partner, 'content-type': structured }],
    [413, 'BATCH_TOO_LARGE', `[${'1,'.repeat(1000)}1]`, { ...partner, 'content-type': batched }],
  ];
  for (const [status, code, body, headers] of cases) {
    const answer = await post(world, body, headers);
    expect(answer).toMatchObject({
      status,
      type: 'application/problem+json',
      body: { status, code, title: expect.any(String), detail: expect.any(String) },
    });
    expect(answer.body.requestId).toBe(answer.headers.get('x-request-id'));
  }
  expect((await fetch(`${world.url}/events`)).status).toBe(405);
  expect(world.records.ingested.size).toBe(0);
});

test('events are not taken while accounts cannot keep them', async () => {
  await using world = await gatewayWorld();
  const { headers } = issueKey(world.records, ['PARTNER']);
  const sent = () => post(world, JSON.stringify(flagged('1')), { ...headers, 'content-type': structured });
  await sent();
  const { execute } = world.accounts;
  world.accounts.execute = (request, actor) =>
    request.query.includes('ingest') ? Promise.reject(new Error('gone')) : execute(request, actor);
  expect(await sent()).toMatchObject({ status: 503, body: { code: 'UNAVAILABLE' } });
});

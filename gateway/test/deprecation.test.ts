import { newId } from '@praetor/kernel/id';
import { createClient } from 'graphql-sse';
import { expect, test } from 'vitest';
import { issueKey } from './fixtures/records.ts';
import { overSocket, untilStreams } from './fixtures/streams.ts';
import { gatewayWorld, type World } from './fixtures/world.ts';
import type { Json } from './fixtures/json.ts';

const deprecated = {
  deprecatedAt: '2026-06-01T12:00:00.500Z',
  sunsetAt: '2027-01-31T00:00:00.000Z',
  documentation: 'https://docs.example/v2?from=%3Cv1%3E',
};
const told = {
  deprecation: '@1780315200',
  sunset: 'Sun, 31 Jan 2027 00:00:00 GMT',
  link: '<https://docs.example/v2?from=%3Cv1%3E>; rel="deprecation sunset"; type="text/html"',
};
const nothing = { deprecation: null, sunset: null, link: null };

async function worldWithPartner(settings: Record<string, string> = {}) {
  const world = await gatewayWorld({ settings, overrides: { usageMs: 20 } });
  const partner = issueKey(world.records, ['PARTNER', 'MODERATOR'], true);
  const register = (hash: string, body: string, more: object = {}) => {
    const id = newId('operation');
    world.records.operations.set(`${partner.state.id} ${hash}`, { id, body, ...more });
    return id;
  };
  register('old', 'query Old { whoAmI }', deprecated);
  register('new', 'query New { whoAmI }');
  register('changes', 'subscription Changes { disputeChanged { id } }', deprecated);
  return { world, partner, register };
}

async function answer(world: World, headers: Record<string, string>, body: object, accept = 'application/json') {
  const response = await fetch(`${world.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept, ...headers },
    body: JSON.stringify(body),
  });
  return { response, told: headersOf(response) };
}
const headersOf = ({ headers }: Response) =>
  Object.fromEntries(['deprecation', 'sunset', 'link'].map((name) => [name, headers.get(name)]));

test('a deprecated operation says so in the headers of its answer, by POST, GET and in a batch', async () => {
  const { world, partner, register } = await worldWithPartner({ PRAETOR_BATCH_LIMIT: '5' });
  await using _ = world;
  const { headers } = partner;
  expect((await answer(world, headers, { documentId: 'old' })).told).toEqual(told);
  const got = await fetch(`${world.url}/graphql?documentId=old`, { headers: { ...headers, accept: 'application/json' } });
  expect([await got.json(), headersOf(got)]).toEqual([{ data: { whoAmI: expect.any(String) } }, told]);
  expect((await answer(world, headers, { documentId: 'new' })).told).toEqual(nothing);

  register('older', 'query Older { whoAmI }', { deprecatedAt: '2025-01-01T00:00:00Z' });
  expect((await answer(world, headers, { documentId: 'older' })).told).toEqual({ ...nothing, deprecation: '@1735689600' });
  const batch = await answer(world, headers, [{ documentId: 'new' }, { documentId: 'old' }, { documentId: 'older' }] as object);
  expect(await batch.response.json()).toHaveLength(3);
  expect(batch.told).toEqual({ ...told, deprecation: '@1735689600' });
});

test('and to pages of origins that may read headers', async () => {
  const origin = 'https://console.example';
  const { world, partner } = await worldWithPartner({ PRAETOR_ORIGINS: origin });
  await using _ = world;
  const { response } = await answer(world, { ...partner.headers, origin }, { documentId: 'old' });
  expect(response.headers.get('access-control-expose-headers')).toContain('deprecation');
});

test('a stream of its own says so in its headers; where operations share a connection, each result does', async () => {
  const { world, partner } = await worldWithPartner();
  await using _ = world;
  const notice = { deprecation: deprecated };
  const stream = await answer(world, partner.headers, { documentId: 'changes' }, 'text/event-stream');
  expect(stream.told).toEqual(told);

  await using socket = overSocket(world, { authorization: `Bearer ${partner.key}` });
  const by = (hash: string) => ({ persistedQuery: { version: 1, sha256Hash: hash } });
  const old = socket.extended(by('old'));
  expect(await old.raw()).toEqual({ data: { whoAmI: expect.any(String) }, extensions: notice });
  expect(await socket.extended(by('new')).raw()).toEqual({ data: { whoAmI: expect.any(String) } });
  const live = socket.extended(by('changes'));

  const single = createClient({ singleConnection: true, url: `${world.url}/graphql/stream`, headers: partner.headers });
  const events = single.iterate<Json>({ query: '', extensions: by('changes') });
  const first = events.next();
  const asked = (await single.iterate<Json>({ query: '', extensions: by('old') }).next()).value;
  expect(asked).toEqual({ data: { whoAmI: expect.any(String) }, extensions: notice });

  await untilStreams(world, 3);
  world.records.disputes.set('dsp_1', { id: 'dsp_1', title: 'Late', claimant: { id: 'nobody' } });
  world.transport.announce(world.records.tenantId, 'disputes.opened.v1', { disputeId: 'dsp_1' });
  const event = { data: { disputeChanged: { id: 'dsp_1' } }, extensions: { cursor: expect.any(String), ...notice } };
  expect(await live.raw()).toEqual(event);
  expect((await first).value).toEqual(event);
  single.dispose();
  await stream.response.body?.cancel();
});

test('what an operation uses of the schema that is deprecated is reported with its use', async () => {
  const { world, partner, register } = await worldWithPartner();
  await using _ = world;
  const text = `query Summaries($style: Style) { disputes { ...s b: summary(style: SHORT, length: 3) } }
    fragment s on Dispute { title summary(style: $style) }`;
  const id = register('summaries', text);
  const idOfNew = world.records.operations.get(`${partner.state.id} new`)!.id;
  for (const documentId of ['summaries', 'new', 'summaries']) await answer(world, partner.headers, { documentId });
  const usesOf = (operationId: string) => world.records.usages.filter((one) => one.operationId === operationId);
  await expect.poll(() => usesOf(id).reduce((sum, { uses }) => sum + uses, 0)).toBe(2);
  await expect.poll(() => usesOf(idOfNew).length).toBe(1);
  expect(usesOf(idOfNew)[0]?.deprecatedUses).toEqual([]);
  expect(usesOf(id).at(-1)?.deprecatedUses).toEqual(['Dispute.summary', 'Dispute.summary(length:)', 'Style.SHORT']);
});

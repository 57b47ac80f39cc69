import { once } from 'node:events';
import { newId } from '@praetor/kernel/id';
import { createClient } from 'graphql-sse';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { issueKey } from './fixtures/records.ts';
import { untilStreams } from './fixtures/streams.ts';
import { gatewayWorld, type World } from './fixtures/world.ts';

const text = 'subscription Changes { disputeChanged { id title } }';
const codeOf = (errors: readonly { extensions: { code: string } }[] | undefined) => errors?.[0]?.extensions.code;

async function worldWithPartner() {
  const world = await gatewayWorld();
  const partner = issueKey(world.records, ['PARTNER', 'MODERATOR'], true);
  world.records.operations.set(`${partner.state.id} changes`, { id: newId('operation'), body: text });
  world.records.operations.set(`${partner.state.id} who`, { id: newId('operation'), body: 'query Who { whoAmI }' });
  return { world, partner };
}

interface Message {
  id?: string;
  type: string;
  payload: { data?: Record<string, unknown>; errors?: { extensions: { code: string } }[] } & { extensions: { code: string } }[];
}

/** The graphql-transport-ws protocol by hand: what clients send is the point here. */
async function socketOf(world: World, key: string) {
  const socket = new WebSocket(`${world.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const arrived: Message[] = [];
  socket.on('message', (data) => arrived.push(JSON.parse(String(data as Buffer)) as Message));
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${key}` } }));
  return {
    ask: (id: string, payload: object) => socket.send(JSON.stringify({ id, type: 'subscribe', payload })),
    answer: async (id: string, type: string) => {
      await expect.poll(() => arrived.find((one) => one.id === id && one.type === type)).toBeDefined();
    },
    last: (id: string) => arrived.findLast((one) => one.id === id && one.type !== 'complete')?.payload,
    ready: async () => {
      await expect.poll(() => arrived.some(({ type }) => type === 'connection_ack')).toBe(true);
    },
    [Symbol.dispose]: () => socket.close(),
  };
}

function change(world: World, id: string): void {
  world.records.disputes.set(id, { id, title: 'Late', claimant: { id: 'nobody' } });
  world.transport.announce(world.records.tenantId, 'disputes.opened.v1', { disputeId: id });
}

test('a socket runs registered operations by their hash, and nothing else', async () => {
  const { world, partner } = await worldWithPartner();
  await using _ = world;
  using socket = await socketOf(world, partner.key);
  await socket.ready();
  const named = {
    document: { query: '', documentId: 'who' },
    relay: { query: '', doc_id: 'who' },
    urql: { query: '', extensions: { persistedQuery: { version: 1, sha256Hash: 'who' } } },
  };
  for (const [id, payload] of Object.entries(named)) {
    socket.ask(id, payload);
    await socket.answer(id, 'next');
    expect(socket.last(id)).toEqual({ data: { whoAmI: expect.stringContaining(partner.state.id) } });
  }
  const refused = {
    text: [{ query: '{ whoAmI }' }, 'OPERATION_NOT_REGISTERED'],
    stream: [{ query: text }, 'OPERATION_NOT_REGISTERED'],
    unknown: [{ query: '', documentId: 'unknown' }, 'PERSISTED_QUERY_NOT_FOUND'],
  } as const;
  for (const [id, [payload, code]] of Object.entries(refused)) {
    socket.ask(id, payload);
    await socket.answer(id, 'error');
    expect(codeOf(socket.last(id))).toBe(code);
  }
});

test('a live view ends when its operation is removed', async () => {
  const { world, partner } = await worldWithPartner();
  await using _ = world;
  using socket = await socketOf(world, partner.key);
  await socket.ready();
  socket.ask('live', { query: '', documentId: 'changes' });
  await untilStreams(world, 1);
  change(world, 'dsp_1');
  await socket.answer('live', 'next');
  expect(socket.last('live')).toMatchObject({ data: { disputeChanged: { id: 'dsp_1', title: 'Late' } } });
  world.records.operations.clear();
  await new Promise((resolve) => setTimeout(resolve, 120));
  change(world, 'dsp_2');
  await untilStreams(world, 0);
  expect(JSON.stringify(socket.last('live'))).toContain('PERSISTED_QUERY_NOT_FOUND');
  expect(JSON.stringify(socket.last('live'))).not.toContain('dsp_2');
});

test('server-sent events hold partners to registered operations too, in both modes', async () => {
  const { world, partner } = await worldWithPartner();
  await using _ = world;
  const distinct = async (body: object) => {
    const headers = { ...partner.headers, 'content-type': 'application/json', accept: 'text/event-stream' };
    const abort = new AbortController();
    const { signal } = abort;
    const response = await fetch(`${world.url}/graphql`, { method: 'POST', headers, body: JSON.stringify(body), signal });
    return { response, [Symbol.dispose]: () => abort.abort() };
  };
  using refused = await distinct({ query: text });
  expect(await refused.response.text()).toContain('OPERATION_NOT_REGISTERED');
  using live = await distinct({ documentId: 'changes' });
  await untilStreams(world, 1);
  change(world, 'dsp_1');
  const reader = live.response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let read = '';
  while (!read.includes('dsp_1')) read += (await reader.read()).value ?? '';

  const client = createClient({
    singleConnection: true,
    url: `${world.url}/graphql/stream`,
    headers: partner.headers,
    retryAttempts: 0,
  });
  const first = async (query: string, extensions: Record<string, unknown> = {}) =>
    (await client.iterate({ query, extensions }).next()).value as { data?: unknown; errors?: { extensions: { code: string } }[] };
  expect(codeOf((await first('{ whoAmI }')).errors)).toBe('OPERATION_NOT_REGISTERED');
  const persistedQuery = { version: 1, sha256Hash: 'who' };
  expect((await first('', { persistedQuery })).data).toEqual({ whoAmI: expect.stringContaining(partner.state.id) });
  client.dispose();
});

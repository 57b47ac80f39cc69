import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemActor } from '@praetor/identity/actor';
import type { Actor } from '@praetor/identity/actor';
import { verifyActor } from '@praetor/identity/forward';
import { newId } from '@praetor/kernel/id';
import { expect, test } from 'vitest';
import { type CurrentActor, localSubgraph } from './data-source.ts';
import { unauthenticated } from './errors.ts';
import { remoteSubgraph } from './remote-subgraph.ts';

const { privateKey: key } = generateKeyPairSync('ed25519');
const now = new Date('2026-03-01T12:00:00Z');
const actor = { ...systemActor('test', newId('tenant')), requestId: newId('request'), traceparent: '00-a-b-01' };
const asOf = now.getTime();
const current: CurrentActor = async (one) => ({ actor: one, asOf });
const after = (milliseconds: number) => ({ earliest: () => asOf + milliseconds, latest: () => asOf + milliseconds });
const gone = { errors: [expect.objectContaining({ extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'trust' } })] };

/** Its deadline is far off unless the answer is not to come: a busy machine must not make one of the other. */
async function served(
  answer: (request: IncomingMessage, response: ServerResponse, body: string) => void,
  { deadlineMs = 60_000, current: asking = current } = {},
) {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    answer(request, response, Buffer.concat(chunks).toString());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const faults: string[] = [];
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  const report = (_subgraph: string, error: unknown) => faults.push(String(error));
  const subgraph = remoteSubgraph({ name: 'trust', url, key, clock: () => now, deadlineMs, report, current: asking });
  return {
    faults,
    ask: (query = '{ a }') => subgraph.ask({ query, variables: { b: 1 } }, actor),
    async [Symbol.asyncDispose]() {
      await subgraph[Symbol.asyncDispose]();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

test('a remote subgraph gets the operation, who asks, and the trace', async () => {
  let received: { body: string; headers: IncomingMessage['headers'] } | undefined;
  await using remote = await served((request, response, body) => {
    received = { body, headers: request.headers };
    response.end('{"data":{"a":1}}');
  });
  expect(await remote.ask()).toEqual({ data: { a: 1 } });
  const { body, headers } = received!;
  expect(JSON.parse(body)).toEqual({ query: '{ a }', variables: { b: 1 } });
  expect(headers).toMatchObject({ 'x-request-id': actor.requestId, traceparent: actor.traceparent });
  const token = headers['praetor-actor'] as string;
  expect(await verifyActor(token, { audience: 'trust', body, key: createPublicKey(key), now, sharedClock: after(0) })).toEqual(
    actor,
  );
});

test('a GraphQL result is taken with any status that is about the operation', async () => {
  await using remote = await served((_, response) => response.writeHead(400).end('{"errors":[{"message":"No."}]}'));
  expect(await remote.ask()).toEqual({ errors: [{ message: 'No.' }] });
});

test.each<[string, (response: ServerResponse) => void, deadlineMs?: number]>([
  ['refuses the signature', (response) => response.writeHead(401).end('{"errors":[{"message":"UNVERIFIED"}]}')],
  ['is a page', (response) => response.writeHead(502).end('<html>')],
  ['is no result', (response) => response.end('{"hello":1}')],
  ['is an empty list', (response) => response.end('[]')],
  ['redirects', (response) => response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end()],
  ['breaks off', (response) => response.destroy()],
  ['never comes', () => {}, 200],
  ['never ends', (response) => response.write('{"data":'), 200],
])('a remote subgraph whose answer %s is unavailable, and why is only reported', async (_, answer, deadlineMs) => {
  await using remote = await served((_request, response) => answer(response), deadlineMs === undefined ? {} : { deadlineMs });
  const result = await remote.ask();
  expect(result).toEqual(gone);
  expect(remote.faults).toHaveLength(1);
  expect(JSON.stringify(result)).not.toMatch(/127\.0\.0\.1|40[14]|UNVERIFIED/);
});

test('an answer without end is broken off, long before it fills the memory', async () => {
  let sent = 0;
  const chunk = Buffer.alloc(1024 * 1024, ' ');
  await using remote = await served((_request, response) => {
    const write = (): void => {
      while (!response.destroyed && response.write(chunk)) sent += chunk.length;
    };
    response.on('drain', write).write('{"data":');
    write();
  });
  expect(await remote.ask()).toEqual(gone);
  expect(remote.faults).toEqual([expect.stringContaining('ResponseExceededMaxSize')]);
  expect(sent).toBeLessThan(128 * 1024 * 1024);
});

test('a local subgraph that throws or never answers is unavailable too', async () => {
  const faults: unknown[] = [];
  const shared = { current, deadlineMs: 30, report: (_: string, error: unknown) => faults.push(error) };
  const throws = localSubgraph({ name: 'trust', execute: () => Promise.reject(new Error('at /srv')) }, shared);
  const hangs = localSubgraph({ name: 'trust', execute: () => new Promise(() => {}) }, shared);
  expect([await throws.ask({ query: '{ a }' }, actor), await hangs.ask({ query: '{ a }' }, actor)]).toEqual([gone, gone]);
  expect(faults).toHaveLength(2);
});

test('a read whose connection broke is asked once more, signed anew; a mutation never', async () => {
  const tokens: unknown[] = [];
  await using remote = await served((request, response) => {
    tokens.push(request.headers['praetor-actor']);
    if (tokens.length === 1) response.destroy();
    else response.end('{"data":{"a":1}}');
  });
  expect(await remote.ask()).toEqual({ data: { a: 1 } });
  expect([remote.faults, new Set(tokens).size]).toEqual([[], 2]);
  tokens.length = 0;
  expect(await remote.ask('mutation { a }')).toEqual(gone);
  expect(tokens).toHaveLength(1);
});

test('a read is not repeated for anything but its connection', async () => {
  let asked = 0;
  await using remote = await served((_, response) => {
    asked += 1;
    response.writeHead(500).end('<html>');
  });
  expect(await remote.ask()).toEqual(gone);
  expect(asked).toBe(1);
});

test('a subgraph that rests is not asked', async () => {
  let asked = 0;
  const breaker = { mayAsk: () => false, succeeded: () => {}, failed: () => {} };
  const execute = () => Promise.resolve({ data: { asked: ++asked } });
  const subgraph = localSubgraph({ name: 'trust', execute }, { current, deadlineMs: 30, breaker, report: () => {} });
  expect([await subgraph.ask({ query: '{ a }' }, actor), asked]).toEqual([gone, 0]);
});

test('what comes too late to be believed is read and signed anew, with more patience, and sent again: a mutation too', async () => {
  const tokens: string[] = [];
  const asked: unknown[] = [];
  const noting: CurrentActor = async (one, how) => (asked.push(how), { actor: one, asOf });
  const late = (request: IncomingMessage, response: ServerResponse): void => {
    tokens.push(String(request.headers['praetor-actor']));
    if (tokens.length < 3) response.writeHead(401).end('{"errors":[{"extensions":{"reason":"STALE"}}]}');
    else response.end('{"data":{"a":1}}');
  };
  await using remote = await served(late, { current: noting });
  expect(await remote.ask('mutation { a }')).toEqual({ data: { a: 1 } });
  expect([asked, remote.faults]).toEqual([[{ anew: false }, { anew: true }, { anew: true }], []]);
  const claims = tokens.map((token) => JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as object);
  expect(claims).toMatchObject([{ within: 250 }, { within: 1_000 }, { within: 1_000 }]);
});

test('what never comes in time is unavailable', async () => {
  await using remote = await served((_, response) => response.writeHead(401).end('{"reason":"STALE"}'));
  expect(await remote.ask()).toEqual(gone);
  expect(remote.faults).toHaveLength(1);
});

test('nobody asks a subgraph any more who lost access meanwhile, and that is no fault of the subgraph', async () => {
  const faults: unknown[] = [];
  const lost: CurrentActor = () => Promise.reject(unauthenticated('This session has ended.'));
  const breaker = { mayAsk: () => true, succeeded: () => faults.push('asked'), failed: () => faults.push('failed') };
  const shared = { current: lost, deadlineMs: 1_000, breaker, report: (_: string, error: unknown) => faults.push(error) };
  const local = localSubgraph({ name: 'trust', execute: async (_, one: Actor) => ({ data: { asked: one.id } }) }, shared);
  await using remote = await served((_, response) => response.end('{"data":{"a":1}}'), { current: lost });
  for (const answer of [await local.ask({ query: '{ a }' }, actor), await remote.ask()])
    expect(answer).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  expect([faults, remote.faults]).toEqual([[], []]);
});

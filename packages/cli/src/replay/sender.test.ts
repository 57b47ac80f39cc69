import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import type { SourcedEvent } from './mapping.ts';
import { sendEvents, type SendOptions } from './sender.ts';

interface Request {
  readonly ids: string[];
  readonly message: IncomingMessage;
}

type Reply = (request: Request, response: ServerResponse) => void | Promise<void>;

/** An HTTP server on a port of its own, and the requests it got, in order of arrival. */
async function serve(reply: Reply) {
  const requests: Request[] = [];
  const server = createServer((message, response) => {
    void text(message).then((body) => {
      const request = { ids: (JSON.parse(body) as { id: string }[]).map(({ id }) => id), message };
      requests.push(request);
      return reply(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { requests, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const accept: Reply = ({ ids }, response) => answer(response, { accepted: ids.length });

function answer(response: ServerResponse, parts: { accepted?: number; duplicate?: number; refused?: unknown[] }): void {
  response.writeHead(202, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ accepted: 0, duplicate: 0, refused: [], ...parts }));
}

async function* events(
  count: number,
  subjectOf = (index: number) => `order/${index}`,
  padding = '',
): AsyncGenerator<SourcedEvent[]> {
  for (let index = 0; index < count; index += 1) {
    const attributes = { source: '/test', type: 't', time: '2026-01-01T00:00:00.000Z', data: { padding } };
    const fixed = { specversion: '1.0', datacontenttype: 'application/json' } as const;
    yield [{ line: index + 2, event: { ...fixed, ...attributes, id: `e${index}`, subject: subjectOf(index) } }];
  }
}

const to = (url: string, options: Partial<SendOptions> = {}): SendOptions => ({
  url,
  apiKey: 'key',
  sleep: async () => undefined,
  ...options,
});

test('sends batches with the key and adds up what the server says, refusals by line', async () => {
  const { requests, url } = await serve(({ ids }, response) => {
    const refused = ids.includes('e3') ? [{ index: ids.indexOf('e3'), id: 'e3', code: 'INVALID_DATA', message: 'no' }] : [];
    answer(response, { accepted: ids.length - 1 - refused.length, duplicate: 1, refused });
  });
  const delivery = await sendEvents(events(5), to(url, { batchSize: 2 }));
  expect(delivery).toEqual({
    sent: 5,
    accepted: 1,
    duplicate: 3,
    refused: [{ line: 5, id: 'e3', code: 'INVALID_DATA', message: 'no' }],
  });
  expect(requests[0]?.message).toMatchObject({ method: 'POST', url: '/events' });
  expect(requests[0]?.message.headers).toMatchObject({
    authorization: 'Bearer key',
    'content-type': 'application/cloudevents-batch+json',
  });
});

test('a busy, failing or breaking server is asked again, and nothing is lost', async () => {
  const waits: number[] = [];
  const tries = new Map<string, number>();
  const { url } = await serve((request, response) => {
    const first = request.ids[0] ?? '';
    const attempt = (tries.get(first) ?? 0) + 1;
    tries.set(first, attempt);
    if (attempt === 1) return void response.writeHead(429, { 'retry-after': '3' }).end();
    if (attempt === 2) return void response.writeHead(503).end('later');
    if (attempt === 3) return void response.destroy();
    return accept(request, response);
  });
  const sleep = async (milliseconds: number) => waits.push(milliseconds);
  expect(await sendEvents(events(4), to(url, { batchSize: 4, sleep }))).toMatchObject({ sent: 4, accepted: 4 });
  expect(waits).toEqual([3000, 500, 1000]);
});

test('events about one thing arrive in order even when the first request is repeated', async () => {
  let failed = false;
  const { requests, url } = await serve((request, response) => {
    if (failed) return accept(request, response);
    failed = true;
    response.writeHead(503).end();
  });
  await sendEvents(
    events(4, () => 'dispute/1'),
    to(url, { batchSize: 1 }),
  );
  expect(requests.map(({ ids }) => ids[0])).toEqual(['e0', 'e0', 'e1', 'e2', 'e3']);
});

test('requests about different things travel two at a time', async () => {
  let waiting: (() => void) | null = null;
  let together = 0;
  const { url } = await serve((request, response) => {
    // Each answers only when the other one is here too: one at a time would wait for ever.
    if (!waiting) return void (waiting = () => accept(request, response));
    together += 1;
    waiting();
    waiting = null;
    return accept(request, response);
  });
  expect(await sendEvents(events(4), to(url, { batchSize: 1 }))).toMatchObject({ accepted: 4 });
  expect(together).toBe(2);
});

test('a request stays below the bytes a server takes', async () => {
  const sizes: number[] = [];
  const { url } = await serve((request, response) => {
    sizes.push(Number(request.message.headers['content-length']));
    return accept(request, response);
  });
  await sendEvents(events(60, undefined, 'é'.repeat(30_000)), to(url, { batchSize: 1000 }));
  expect(sizes.length).toBeGreaterThan(1);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(1024 * 1024);
});

test.each([
  [401, 'does not know the API key'],
  [403, 'may not send events'],
  [302, 'status 302'],
  [413, 'status 413: too much'],
])('status %i stops the replay', async (status, message) => {
  const { url, requests } = await serve((_, response) => void response.writeHead(status, { location: '/other' }).end('too much'));
  await expect(sendEvents(events(1), to(url))).rejects.toThrow(message);
  expect(requests).toHaveLength(1);
});

test('an answer that is not Praetor’s, or does not add up, stops the replay', async () => {
  const other = await serve((_, response) => void response.end('<html>'));
  await expect(sendEvents(events(1), to(other.url))).rejects.toThrow("not Praetor's");
  const wrong = await serve((_, response) => answer(response, { accepted: 7 }));
  await expect(sendEvents(events(1), to(wrong.url))).rejects.toThrow('speaks of another number');
});

test('nobody there, no address, no sensible batch: one clear message each', async () => {
  const waits: number[] = [];
  const closed = to('http://127.0.0.1:1', { attempts: 3, sleep: async (milliseconds) => waits.push(milliseconds) });
  await expect(sendEvents(events(1), closed)).rejects.toThrow(/in 3 attempts/);
  expect(waits).toEqual([250, 500]);
  await expect(sendEvents(events(1), to('localhost'))).rejects.toThrow('not an http(s) address');
  await expect(sendEvents(events(1), to('http://127.0.0.1:1', { batchSize: 1001 }))).rejects.toThrow('1 to 1000');
});

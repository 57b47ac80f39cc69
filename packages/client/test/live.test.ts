import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { createClient, OperationFailed } from '../src/client.ts';

interface Raised {
  alertRaised: { id: string };
}
const document = parse('subscription Raised { alertRaised { id } }') as TypedDocumentNode<Raised, Record<string, never>>;
const next = (id: string): string =>
  `event: next\ndata: ${JSON.stringify({ data: { alertRaised: { id } }, extensions: { cursor: `c${id}` } })}\nid: c${id}\n\n`;
const complete = 'event: complete\ndata:\n\n';

/** A server whose answers are given, one a connection; it keeps from where each wanted to go on. */
async function serverOf(answers: ((response: ServerResponse) => void)[]) {
  const after: unknown[] = [];
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    after.push((JSON.parse(text) as { extensions?: { after?: string } }).extensions?.after ?? null);
    const answer = answers[after.length - 1];
    if (answer) answer(response);
    else response.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    after,
    client: createClient({ url: `http://127.0.0.1:${port}` }),
    [Symbol.dispose]: () => (server.closeAllConnections(), void server.close()),
  };
}
const stream = (text: string, then: 'end' | 'break' | 'stay') => (response: ServerResponse) => {
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
  // In two parts, so that a message is torn.
  response.write(text.slice(0, 40));
  setTimeout(() => {
    response.write(text.slice(40), () => {
      if (then === 'end') response.end();
      if (then === 'break') response.destroy();
    });
  }, 20);
};

test('events come in order and once, though the connection breaks and the server is gone for a while', async () => {
  using server = await serverOf([
    stream(`:\n\n${next('1')}${next('2')}`, 'break'),
    (response) => response.writeHead(503).end(),
    (response) => response.destroy(),
    stream(`${next('3')}`, 'end'),
    stream(`${next('4')}${complete}`, 'end'),
  ]);
  const seen: string[] = [];
  for await (const { data, cursor } of server.client.subscribe(document)) seen.push(`${data.alertRaised.id} ${cursor}`);
  expect(seen).toEqual(['1 c1', '2 c2', '3 c3', '4 c4']);
  expect(server.after).toEqual([null, 'c2', 'c2', 'c2', 'c3']);
});

test('it goes on after a cursor that was kept, and leaves the connection with the loop or the signal', async () => {
  using server = await serverOf([stream(next('8'), 'stay'), stream(next('9'), 'stay')]);
  for await (const { cursor } of server.client.subscribe(document, {}, { after: 'c7' })) {
    expect(cursor).toBe('c8');
    break;
  }
  const abort = new AbortController();
  const seen: string[] = [];
  for await (const { data } of server.client.subscribe(document, {}, { signal: abort.signal })) {
    seen.push(data.alertRaised.id);
    abort.abort();
  }
  expect([seen, server.after]).toEqual([['9'], ['c7', null]]);
});

test('what the server refuses, before or amid the stream, is thrown with its code and not asked again', async () => {
  const errors = [{ message: 'Too much was missed.', extensions: { code: 'FULL_REFRESH_REQUIRED' } }];
  using server = await serverOf([
    (response) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ errors })),
    stream(`event: next\ndata: ${JSON.stringify({ errors })}\n\n${complete}`, 'end'),
    (response) => response.writeHead(404).end('nothing'),
  ]);
  for (const code of ['FULL_REFRESH_REQUIRED', 'FULL_REFRESH_REQUIRED', undefined]) {
    const error: unknown = await server.client
      .subscribe(document)
      .next()
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(OperationFailed);
    expect((error as OperationFailed).errors[0]?.extensions?.['code']).toBe(code);
  }
  expect(server.after).toHaveLength(3);
  const nobody = createClient({ url: 'http://127.0.0.1:1' }).subscribe(document);
  await expect(nobody.next()).rejects.toThrow('Nothing answers');
});

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { createClient } from '../src/client.ts';
import { ReplaySettledDocument } from '../src/generated/graphql.ts';

/** A server that keeps what it was sent. */
async function recorder() {
  const bodies: Record<string, unknown>[] = [];
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    bodies.push(JSON.parse(text) as Record<string, unknown>);
    response.end(JSON.stringify({ data: { auditSummary: null } }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { bodies, url: `http://127.0.0.1:${port}`, [Symbol.dispose]: () => void server.close() };
}

test('a client for registered operations sends the hash that its manifest names, and no text', async () => {
  using server = await recorder();
  await createClient({ url: server.url, registered: true }).request(ReplaySettledDocument);
  const [body] = server.bodies;
  expect(Object.keys(body!)).toEqual(['documentId']);
  const manifest = JSON.parse(
    readFileSync(new URL('../src/generated/persisted-documents.json', import.meta.url), 'utf8'),
  ) as Record<string, string>;
  expect(manifest[String(body!['documentId'])]).toContain('query ReplaySettled');
});

test('another client sends the text', async () => {
  using server = await recorder();
  await createClient({ url: server.url }).request(ReplaySettledDocument);
  expect(server.bodies).toEqual([{ query: expect.stringContaining('query ReplaySettled') }]);
});

test('a document that was not generated has no hash to send', async () => {
  await expect(createClient({ url: 'http://127.0.0.1:1', registered: true }).request(parse('{ me { id } }'))).rejects.toThrow(
    'no hash',
  );
});

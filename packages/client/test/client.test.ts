import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { parse } from 'graphql';
import { expect, test, vi } from 'vitest';
import { createClient } from '../src/client.ts';
import { ReplaySettledDocument } from '../src/generated/graphql.ts';

/** A server that keeps what it was sent. */
async function recorder(headers: Record<string, string> = {}) {
  const bodies: Record<string, unknown>[] = [];
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    bodies.push(JSON.parse(text) as Record<string, unknown>);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
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

test('what the headers say of an operation that will end is told: to the program, or once to its console', async () => {
  using server = await recorder({
    deprecation: '@1780315200',
    sunset: 'Sun, 31 Jan 2027 00:00:00 GMT',
    link: '<https://docs.example/v2>; rel="deprecation sunset"; type="text/html"',
  });
  const told: unknown[] = [];
  await createClient({ url: server.url, onDeprecated: (one) => told.push(one) }).request(ReplaySettledDocument);
  const [deprecatedAt, sunsetAt] = [new Date('2026-06-01T12:00:00Z'), new Date('2027-01-31T00:00:00Z')];
  expect(told).toEqual([{ operation: 'ReplaySettled', deprecatedAt, sunsetAt, documentation: 'https://docs.example/v2' }]);
  using warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const silent = createClient({ url: server.url });
  for (let again = 0; again < 2; again += 1) await silent.request(ReplaySettledDocument);
  expect(warn.mock.calls).toEqual([[expect.stringMatching(/ReplaySettled is deprecated.*2027-01-31.*docs\.example/)]]);
});

test('an answer without such headers tells nothing', async () => {
  using server = await recorder({ link: '<https://docs.example>; rel="next"', deprecation: 'true' });
  await createClient({ url: server.url, onDeprecated: () => expect.fail('told') }).request(ReplaySettledDocument);
});

import { generateKeyPairSync } from 'node:crypto';
import { actorHeader, signActor } from '@praetor/identity/forward';
import { ownClock } from '@praetor/identity/shared-clock';
import { newId } from '@praetor/kernel/id';
import { systemClock } from '@praetor/kernel/clock';
import { freePort } from '@praetor/postgres/embedded';
import { accountActor } from '@praetor/testkit/actors';
import { buildSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveSubgraph } from '../src/http.ts';
import type { SubgraphExecutor } from '../src/executor.ts';

const gateway = generateKeyPairSync('ed25519');
const actor = accountActor(newId('tenant'));
const body = JSON.stringify({ query: '{ hello }' });
const execute: SubgraphExecutor = async (_, caller) => ({ data: { hello: caller.id } });
let url: string;
let server: AsyncDisposable;
let broken = false;

beforeAll(async () => {
  const port = await freePort();
  const subgraph = {
    name: 'disputes' as const,
    schema: buildSchema('type Query { hello: String }'),
    execute,
    ready: async () => (broken ? Promise.reject(new Error('down')) : undefined),
    backlog: async () => ({ unpublishedSeconds: 0, failed: 0, waiting: 0 }),
  };
  server = await serveSubgraph(subgraph, {
    port,
    host: '127.0.0.1',
    gatewayKey: gateway.publicKey,
    clock: systemClock,
    sharedClock: ownClock,
  });
  url = `http://127.0.0.1:${port}`;
});
afterAll(() => server[Symbol.asyncDispose]());

const sign = (overrides: Partial<Parameters<typeof signActor>[1]> = {}) =>
  signActor(actor, {
    audience: 'disputes',
    body,
    key: gateway.privateKey,
    now: systemClock(),
    asOf: ownClock.latest(),
    ...overrides,
  });
const post = (token: string | null, sent = body) =>
  fetch(`${url}/graphql`, {
    method: 'POST',
    body: sent,
    headers: { 'content-type': 'application/json', ...(token && { [actorHeader]: token }) },
  });

describe('a subgraph over HTTP', () => {
  test('answers the gateway, as the actor it vouches for', async () => {
    const response = await post(await sign());
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ data: { hello: actor.id } });
  });

  test.each([
    ['nothing signed', async () => post(null), 'MISSING'],
    ['something else', async () => post('x.y.z'), 'MALFORMED'],
    ['another’s key', async () => post(await sign({ key: generateKeyPairSync('ed25519').privateKey })), 'BAD_SIGNATURE'],
    ['what was signed for another subgraph', async () => post(await sign({ audience: 'audit' })), 'WRONG_AUDIENCE'],
    [
      'what was signed for another request',
      async () => post(await sign(), JSON.stringify({ query: '{ hello hello }' })),
      'WRONG_BODY',
    ],
    ['what was true too long ago', async () => post(await sign({ asOf: ownClock.earliest() - 300 })), 'STALE'],
    ['what expired', async () => post(await sign({ now: new Date(systemClock().getTime() - 60_000) })), 'EXPIRED'],
  ])('refuses %s', async (_, send, reason) => {
    const response = await send();
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNVERIFIED_ACTOR', reason } }] });
  });

  test('refuses a signed request that comes a second time', async () => {
    const token = await sign();
    expect((await post(token)).status).toBe(200);
    expect(await (await post(token)).json()).toMatchObject({ errors: [{ extensions: { reason: 'REPLAYED' } }] });
  });

  test('bounds the body, knows one path, tells its health', async () => {
    expect((await post(await sign(), 'x'.repeat(9 * 1024 * 1024))).status).toBe(413);
    expect((await fetch(`${url}/elsewhere`)).status).toBe(404);
    expect((await fetch(`${url}/graphql`)).status).toBe(404);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    broken = true;
    expect((await fetch(`${url}/readyz`)).status).toBe(503);
    expect(await (await fetch(`${url}/metrics`)).text()).toContain('process_cpu');
  });
});

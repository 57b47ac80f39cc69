import { type ChildProcess, spawn } from 'node:child_process';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transportTables } from '@praetor/events/tables';
import { roleOf } from '@praetor/postgres/database';
import { freePort } from '@praetor/postgres/embedded';
import { testDatabase } from '@praetor/testkit/database';
import { expect, test, vi } from 'vitest';
import { supergraphOf } from './fixtures/compose.ts';
import { emptyRecords, signIn } from './fixtures/records.ts';
import { serveRemotely } from './fixtures/remote.ts';
import { overSocket, overSse, untilStreams } from './fixtures/streams.ts';
import type { FixtureSubgraph } from './fixtures/subgraph.ts';
import { accountsFixture, disputesFixture } from './fixtures/subgraphs.ts';
import { gatewayWorld, type World } from './fixtures/world.ts';

const atOnce = 200;

/** Another supergraph in which all of the present one still is. */
const grown = (subgraphs: readonly FixtureSubgraph[]): string =>
  supergraphOf(
    subgraphs.map(({ name, sdl }) => ({
      name,
      sdl: name === 'accounts' ? `${sdl} extend type Account { nickname: String }` : sdl,
    })),
  );

function held(world: World): () => void {
  const { execute } = world.disputes;
  const { promise, resolve } = Promise.withResolvers<void>();
  world.disputes.execute = async (...given) => {
    const answer = await execute(...given);
    await promise;
    return answer;
  };
  return resolve;
}

test.each(['embedded', 'distributed'] as const)('%s: a swap drops no request in flight and no subscription', async (form) => {
  // The answers are held back for as long as the swap takes, however busy the machine.
  await using world = await gatewayWorld({ form, settings: { PRAETOR_SUBGRAPH_TIMEOUT_MS: '60000' } });
  const buyer = await signIn(world.records, ['BUYER']);
  const support = await signIn(world.records, ['SUPPORT']);
  const alerts = 'subscription { alertRaised { id } }';
  await using socket = overSocket(world, support.headers);
  const bySocket = socket.subscribe(alerts);
  using bySse = await overSse(world, alerts, support.headers);
  await untilStreams(world, 2);

  const release = held(world);
  const before = world.disputes.asked.length;
  const asked = Array.from({ length: atOnce }, (_, at) =>
    world.ask(`mutation { openDispute(title: "Number ${at}") { title claimant { name } } }`, buyer),
  );
  await vi.waitFor(() => expect(world.disputes.asked.length - before).toBe(atOnce), { timeout: 30_000 });
  await expect(world.gateway.swap('type Query { a: Int }')).rejects.toThrow();
  await world.gateway.swap(grown(world.subgraphs));
  const fresh = await world.ask('{ __type(name: "Account") { fields { name } } }', buyer);
  expect(fresh.body.data.__type.fields).toContainEqual({ name: 'nickname' });

  release();
  const answers = await Promise.all(asked);
  expect(answers.map(({ status, body }) => [status, body])).toEqual(
    Array.from({ length: atOnce }, (_, at) => [
      200,
      { data: { openDispute: { title: `Number ${at}`, claimant: { name: 'Person 1' } } } },
    ]),
  );
  world.records.alerts.set('alr_1', { id: 'alr_1', severity: 'high', about: null });
  world.transport.announce(world.records.tenantId, 'notifications.alertRaised.v1', { alertId: 'alr_1', severity: 'high' });
  const expected = { data: { alertRaised: { id: 'alr_1' } } };
  expect([await bySocket.next(), await bySse.next()]).toEqual([expected, expected]);
});

test('of swaps at once, the last that was asked for stays', async () => {
  await using world = await gatewayWorld();
  await Promise.all([world.gateway.swap(grown(world.subgraphs)), world.gateway.swap(supergraphOf([world.accounts]))]);
  const { body } = await world.ask('{ broken }');
  expect(body.errors?.[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
});

/** The gateway as it is deployed, over two subgraphs behind HTTP. */
async function gatewayProcess() {
  await using stack = new AsyncDisposableStack();
  const records = emptyRecords();
  const subgraphs = [accountsFixture(records), disputesFixture(records)];
  const key = generateKeyPairSync('ed25519').privateKey;
  const remotes = await Promise.all(subgraphs.map((one) => serveRemotely(one, createPublicKey(key))));
  remotes.forEach((remote) => stack.use(remote));
  const database = stack.use(await testDatabase([], transportTables([], [roleOf('gateway')])));
  const folder = stack.adopt(await mkdtemp(join(tmpdir(), 'praetor-swap-')), (path) => rm(path, { recursive: true }));
  const file = join(folder, 'supergraph.graphql');
  const put = async (sdl: string): Promise<void> => {
    await writeFile(`${file}.new`, sdl);
    await rename(`${file}.new`, file);
  };
  await put(supergraphOf([subgraphs[0]!]));
  const port = await freePort();
  const child: ChildProcess = spawn(process.execPath, [join(import.meta.dirname, '../src/main.ts')], {
    env: {
      PORT: String(port),
      DATABASE_URL: database.urlOf('gateway'),
      PRAETOR_SUPERGRAPH: file,
      PRAETOR_GATEWAY_KEY: key.export({ type: 'pkcs8', format: 'pem' }) as string,
      PRAETOR_SUBGRAPH_URLS: remotes.map(({ url }, at) => `${subgraphs[at]!.name}=${url}`).join(','),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (said += String(chunk)));
  stack.defer(async () => {
    if (child.exitCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  });
  const codeOf = async (query: string): Promise<string> => {
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    const { errors } = (await response.json()) as { errors?: { extensions: { code: string } }[] };
    return errors?.[0]?.extensions.code ?? 'none';
  };
  await vi.waitFor(async () => expect(await codeOf('{ whoAmI }'), said).toBe('none'), { timeout: 30_000, interval: 100 });
  const owned = stack.move();
  return { subgraphs, child, put, codeOf, said: () => said, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

test('the gateway’s process takes a new supergraph when its file is replaced, or at SIGHUP, and refuses a bad one', async () => {
  await using gateway = await gatewayProcess();
  const [accounts] = gateway.subgraphs;
  const soon = { timeout: 15_000, interval: 50 };
  expect(await gateway.codeOf('{ refused }')).toBe('GRAPHQL_VALIDATION_FAILED');

  await gateway.put(supergraphOf(gateway.subgraphs));
  await vi.waitFor(async () => expect(await gateway.codeOf('{ refused }')).toBe('BAD_USER_INPUT'), soon);

  await gateway.put('type Query { broken');
  await vi.waitFor(() => expect(gateway.said()).toContain('The supergraph in the file is refused'), soon);
  expect(await gateway.codeOf('{ refused }')).toBe('BAD_USER_INPUT');

  await gateway.put(supergraphOf([accounts!]));
  gateway.child.kill('SIGHUP');
  await vi.waitFor(async () => expect(await gateway.codeOf('{ refused }')).toBe('GRAPHQL_VALIDATION_FAILED'), soon);
  expect(gateway.child.exitCode).toBeNull();
}, 90_000);

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { subgraphNames } from '@praetor/contracts/refused';
import { roleOf, urlFor } from '@praetor/postgres/database';
import { freePort, startEmbeddedPostgres } from '@praetor/postgres/embedded';
import { startMailCatcher } from '@praetor/testkit/mail-catcher';
import { findRedis, startRedis } from '@praetor/testkit/redis';
import type { TestProject } from 'vitest/node';
import { demoIn, Part } from './form.ts';

/** What docker-compose.yml describes, as real processes: a gateway, six subgraphs, Postgres, and Redis where there is one. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await using stack = new AsyncDisposableStack();
  const home = await mkdtemp(join(tmpdir(), 'praetor-e2e-'));
  stack.defer(() => rm(home, { recursive: true, force: true }));
  // A server of its own: roles and their passwords belong to a whole server, and other suites have theirs.
  const server = stack.use(
    await startEmbeddedPostgres({
      folder: join(home, 'postgres'),
      password: 'administrator',
      temporary: true,
      settings: { fsync: 'off' },
    }),
  );
  const adminUrl = server.url;
  const redis = findRedis() ? stack.use(await startRedis()) : null;
  if (!redis) console.warn('No redis-server was found: the distributed form runs over Postgres alone.');
  const events: Record<string, string> = redis ? { REDIS_URL: redis.url } : {};
  const secrets = await freshSecrets(stack);
  const admin = { ...secrets, ...events, PRAETOR_HOME: home, DATABASE_URL: adminUrl };
  await stack.use(new Part('packages/cli/src/main.ts', ['migrate'], admin)).done();
  await stack.use(new Part('packages/cli/src/main.ts', ['demo'], admin)).done();

  const passwordOf = (role: string): string => secrets[`PRAETOR_${role.toUpperCase()}_DATABASE_PASSWORD`] ?? '';
  const login = (role: string) => ({ DATABASE_URL: urlFor(adminUrl, roleOf(role), passwordOf(role)) });
  const { PRAETOR_SECRET = '', PRAETOR_GATEWAY_KEY = '', PRAETOR_GATEWAY_PUBLIC_KEY = '' } = secrets;
  const ports = await Promise.all(subgraphNames.map(() => freePort()));
  const mail = stack.use(await startMailCatcher());
  const quiet = { LOG_LEVEL: 'warn', SMTP_URL: mail.url };
  const started = subgraphNames.map((name, at) => {
    const env = { ...quiet, ...events, ...login(name), PORT: String(ports[at]), PRAETOR_SECRET, PRAETOR_GATEWAY_PUBLIC_KEY };
    return { part: stack.use(new Part(`subgraphs/${name}/src/main.ts`, [], env)), url: `http://127.0.0.1:${ports[at]}` };
  });
  await Promise.all(started.map(({ part, url }) => part.answers(`${url}/readyz`)));
  const PRAETOR_SUBGRAPH_URLS = subgraphNames.map((name, at) => `${name}=${started[at]?.url}/graphql`).join(',');
  const gateway = { ...quiet, ...events, ...login('gateway'), PRAETOR_GATEWAY_KEY, PRAETOR_SUBGRAPH_URLS };
  // Two, so that what one of them knows is not enough.
  const begun = (await Promise.all([freePort(), freePort()])).map((port) => ({
    part: stack.use(new Part('gateway/src/main.ts', [], { ...gateway, PORT: String(port) })),
    url: `http://127.0.0.1:${port}`,
  }));
  await Promise.all(begun.map(({ part, url }) => part.answers(`${url}/readyz`)));
  const gateways = begun.map(({ url }) => url);
  const subgraphs = started.map(({ url }) => url);
  const settings = { gatewaySettings: gateway, inboxUrl: mail.inboxUrl };
  const form = { name: 'distributed' as const, url: gateways[0]!, gateways, subgraphs, ...settings };
  project.provide('form', { ...form, ...(await demoIn(home)) });
  const parts = stack.move();
  return () => parts.disposeAsync();
}

async function freshSecrets(stack: AsyncDisposableStack): Promise<Record<string, string>> {
  const part = stack.use(new Part('packages/cli/src/main.ts', ['secrets'], {}));
  await part.done();
  return parseEnv(part.said) as Record<string, string>;
}

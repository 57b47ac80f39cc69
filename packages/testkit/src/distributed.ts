import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { subgraphNames } from '@praetor/contracts/refused';
import { roleOf, urlFor } from '@praetor/postgres/database';
import { freePort, startEmbeddedPostgres } from '@praetor/postgres/embedded';
import { startMailCatcher } from './mail-catcher.ts';
import { Part } from './part.ts';
import { findRedis, startRedis } from './redis.ts';

export interface Distributed extends AsyncDisposable {
  readonly gateways: readonly string[];
  readonly subgraphs: readonly string[];
  readonly home: string;
  readonly inboxUrl: string;
  /** The administrator of the database. */
  readonly adminUrl: string;
  /** What a gateway's process is given: whoever has it can speak as a gateway. */
  readonly gatewaySettings: Readonly<Record<string, string>>;
  /** What hangs when it is stopped by a signal. */
  readonly pids: { readonly accounts: number; readonly redis: number | null };
  readonly logins: readonly { readonly role: string; readonly email: string; readonly password: string }[];
  readonly apiKey: string;
}

/** What docker-compose.yml describes, as real processes: gateways, six subgraphs, Postgres, and Redis where there is one. */
export async function startDistributed(options: { gateways: number; settings?: Record<string, string> }): Promise<Distributed> {
  await using stack = new AsyncDisposableStack();
  const home = await mkdtemp(join(tmpdir(), 'praetor-distributed-'));
  stack.defer(() => rm(home, { recursive: true, force: true }));
  // A server of its own: roles and their passwords belong to a whole server, and other suites have theirs.
  const postgres = { folder: join(home, 'postgres'), password: 'administrator', temporary: true, settings: { fsync: 'off' } };
  const { url: adminUrl } = stack.use(await startEmbeddedPostgres(postgres));
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
  const quiet = { LOG_LEVEL: 'warn', SMTP_URL: mail.url, ...options.settings };
  const started = subgraphNames.map((name, at) => {
    const env = { ...quiet, ...events, ...login(name), PORT: String(ports[at]), PRAETOR_SECRET, PRAETOR_GATEWAY_PUBLIC_KEY };
    return { part: stack.use(new Part(`subgraphs/${name}/src/main.ts`, [], env)), url: `http://127.0.0.1:${ports[at]}` };
  });
  await Promise.all(started.map(({ part, url }) => part.answers(`${url}/readyz`)));
  const PRAETOR_SUBGRAPH_URLS = subgraphNames.map((name, at) => `${name}=${started[at]?.url}/graphql`).join(',');
  const gatewaySettings = { ...quiet, ...events, ...login('gateway'), PRAETOR_GATEWAY_KEY, PRAETOR_SUBGRAPH_URLS };
  const begun = (await Promise.all(Array.from({ length: options.gateways }, () => freePort()))).map((port) => ({
    part: stack.use(new Part('gateway/src/main.ts', [], { ...gatewaySettings, PORT: String(port) })),
    url: `http://127.0.0.1:${port}`,
  }));
  await Promise.all(begun.map(({ part, url }) => part.answers(`${url}/readyz`)));
  const demo = JSON.parse(await readFile(join(home, 'demo.json'), 'utf8')) as Pick<Distributed, 'logins' | 'apiKey'>;
  const parts = stack.move();
  return {
    gateways: begun.map(({ url }) => url),
    subgraphs: started.map(({ url }) => url),
    home,
    inboxUrl: mail.inboxUrl,
    adminUrl,
    gatewaySettings,
    pids: { accounts: started[subgraphNames.indexOf('accounts')]?.part.pid ?? 0, redis: redis?.pid ?? null },
    logins: demo.logins,
    apiKey: demo.apiKey,
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

async function freshSecrets(stack: AsyncDisposableStack): Promise<Record<string, string>> {
  const part = stack.use(new Part('packages/cli/src/main.ts', ['secrets'], {}));
  await part.done();
  return parseEnv(part.said) as Record<string, string>;
}

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { subgraphNames } from '@praetor/contracts/refused';
import { roleOf, urlFor } from '@praetor/postgres/database';
import { freePort, startEmbeddedPostgres } from '@praetor/postgres/embedded';
import type { Demo } from './client.ts';
import { Part } from './part.ts';

/** A gateway, six subgraphs and a PostgreSQL, each a process, over one folder: what docker-compose.yml describes, without Redis. */
export interface DistributedPraetor extends AsyncDisposable {
  readonly url: string;
  readonly gatewayPid: number;
  readonly subgraphPids: readonly number[];
  readonly postgresPid: number;
  readonly adminUrl: string;
  readonly demo: Demo;
  /** Where each subgraph answers, by name. */
  readonly subgraphs: Readonly<Record<string, string>>;
  /** Ed25519, in PEM: what subgraphs believe is signed by it. */
  readonly gatewayKey: string;
}

/** As an operator starts it, with demo data. `settings` are for every part. */
export async function startDistributed(home: string, settings: Readonly<Record<string, string>>): Promise<DistributedPraetor> {
  await using stack = new AsyncDisposableStack();
  const server = stack.use(
    await startEmbeddedPostgres({ folder: join(home, 'postgres'), password: 'administrator', temporary: true }),
  );
  const secrets = await freshSecrets();
  const admin = { ...secrets, PRAETOR_HOME: home, DATABASE_URL: server.url };
  for (const command of ['migrate', 'demo']) await stack.use(new Part(['packages/cli/src/main.ts', command], admin)).done();
  const login = (role: string) => ({
    DATABASE_URL: urlFor(server.url, roleOf(role), secrets[`PRAETOR_${role.toUpperCase()}_DATABASE_PASSWORD`] ?? ''),
  });
  const { PRAETOR_SECRET = '', PRAETOR_GATEWAY_KEY = '', PRAETOR_GATEWAY_PUBLIC_KEY = '' } = secrets;
  const started = await Promise.all(
    subgraphNames.map(async (name) => {
      const port = await freePort();
      const env = { ...settings, ...login(name), PORT: String(port), PRAETOR_SECRET, PRAETOR_GATEWAY_PUBLIC_KEY };
      return { name, part: stack.use(new Part([`subgraphs/${name}/src/main.ts`], env)), url: `http://127.0.0.1:${port}` };
    }),
  );
  await Promise.all(started.map(({ part, url }) => part.answers(`${url}/readyz`)));
  const PRAETOR_SUBGRAPH_URLS = started.map(({ name, url }) => `${name}=${url}/graphql`).join(',');
  const port = await freePort();
  const env = { ...settings, ...login('gateway'), PORT: String(port), PRAETOR_GATEWAY_KEY, PRAETOR_SUBGRAPH_URLS };
  // The flag that docker-compose.yml gives it.
  const gateway = stack.use(new Part(['--max-semi-space-size=64', 'gateway/src/main.ts'], env));
  const url = `http://127.0.0.1:${port}`;
  await gateway.answers(`${url}/readyz`);
  const demo = JSON.parse(await readFile(join(home, 'demo.json'), 'utf8')) as Demo;
  const postmaster = await readFile(join(home, 'postgres/data/postmaster.pid'), 'utf8');
  const parts = stack.move();
  return {
    url,
    gatewayPid: gateway.pid,
    subgraphPids: started.map(({ part }) => part.pid),
    postgresPid: Number(postmaster.split('\n')[0]),
    adminUrl: server.url,
    demo,
    subgraphs: Object.fromEntries(started.map((one) => [one.name, `${one.url}/graphql`])),
    gatewayKey: PRAETOR_GATEWAY_KEY,
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

async function freshSecrets(): Promise<Record<string, string>> {
  await using part = new Part(['packages/cli/src/main.ts', 'secrets'], {});
  await part.done();
  return parseEnv(part.said) as Record<string, string>;
}

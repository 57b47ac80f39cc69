import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readAccountsSettings } from '@praetor/accounts/service';
import { createPostgresTransport } from '@praetor/events/postgres-transport';
import { createRedisTransport } from '@praetor/events/redis-transport';
import type { EventTransport } from '@praetor/events/transport';
import { createGateway } from '@praetor/gateway/gateway';
import type { Clock } from '@praetor/kernel/clock';
import { roleOf, urlFor } from '@praetor/postgres/database';
import { startEmbeddedPostgres, StartProblem } from '@praetor/postgres/embedded';
import { startJobs } from '@praetor/subgraph/durable';
import type { RunningSubgraph } from '@praetor/subgraph/service';
import { requestFields } from '@praetor/telemetry/request-scope';
import { startTracing } from '@praetor/telemetry/tracing';
import pg from 'pg';
import { pino } from 'pino';
import { seedDemo, type Demo } from './demo.ts';
import type { PraetorEnv } from './env.ts';
import { derived, secretOf } from './home.ts';
import { migrateAll, passwordsOf } from './installation.ts';
import { subgraphs } from './subgraphs.ts';

/** Praetor in one process. */
export interface Praetor extends AsyncDisposable {
  readonly url: string;
  /** Logins and the partner's key of the demo tenant; null in production. */
  readonly demo: Demo | null;
  readonly subgraphs: readonly RunningSubgraph[];
  readonly adminDatabaseUrl: string;
  /** Rejects when it cannot go on: its embedded PostgreSQL is gone. */
  readonly lost: Promise<never>;
}

/** The embedded form: gateway, six subgraphs and, unless a database is given, a PostgreSQL, in one process. */
export async function startPraetor(env: PraetorEnv, clock: Clock): Promise<Praetor> {
  const settings = readAccountsSettings(env.source);
  await using stack = new AsyncDisposableStack();
  stack.use(await startTracing({ endpoint: env.gateway.otlpEndpoint, service: 'praetor', clock }));
  const log = pino({ name: 'praetor', level: env.gateway.logLevel, mixin: requestFields });
  const { mail, pepper } = env;
  const secret = secretOf(env);
  const database = env.databaseUrl === null ? stack.use(await embedded(env.home, secret)) : given(env.databaseUrl);
  const { url: adminUrl, lost } = database;
  const passwordOf = passwordsOf(secret, env);
  await reachable(adminUrl);
  await migrateAll(adminUrl, passwordOf);
  const urlOf = (role: string): string => urlFor(adminUrl, roleOf(role), passwordOf(role));
  const transportFor = async (role: string): Promise<EventTransport> => {
    const transport = env.redisUrl
      ? await createRedisTransport({ url: env.redisUrl })
      : createPostgresTransport({ url: urlOf(role) });
    stack.defer(() => transport.close());
    return transport;
  };
  const running = await Promise.all(
    subgraphs.map(async ({ store: { schema }, create }) =>
      stack.use(
        await create({
          databaseUrl: urlOf(schema),
          transport: await transportFor(schema),
          clock,
          log,
          secret,
          poolSize: 5,
          mail,
          pepper,
          settings,
        }),
      ),
    ),
  );
  const accounts = running.find(({ name }) => name === 'accounts');
  const demo = env.gateway.development && accounts ? await seedDemo(accounts, env.home, clock) : null;
  const gateway = stack.use(
    await createGateway(env.gateway, {
      subgraphs: running,
      transport: await transportFor('gateway'),
      clock,
      secret,
      overrides: { logger: log, demoLogins: demo?.logins ?? [], tour: tour(), checks: { database: () => reachable(adminUrl) } },
    }),
  );
  stack.use(
    await startJobs(
      running.flatMap(({ jobs }) => jobs),
      { databaseUrl: urlOf('durable'), application: 'praetor', log },
      running.map(({ sagas }) => sagas),
    ),
  );
  for (const subgraph of running) subgraph.start();
  const { url } = await gateway.listen();
  const parts = stack.move();
  return { url, demo, subgraphs: running, adminDatabaseUrl: adminUrl, lost, [Symbol.asyncDispose]: () => parts.disposeAsync() };
}

/** The README's, which a test holds to work. */
function tour(): string {
  const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
  return readme.slice(readme.indexOf('## Five minutes'), readme.indexOf('## Replaying real data'));
}

/** Somebody else looks after it, and after its coming back. */
const given = (url: string) => ({ url, lost: new Promise<never>(() => undefined) });

const embedded = (home: string, secret: string) =>
  startEmbeddedPostgres({ folder: join(home, 'postgres'), password: derived(secret, 'database administrator') });

async function reachable(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
    const { rows } = await client.query<{ version: string }>("select current_setting('server_version_num') as version");
    if (Number(rows[0]?.version) < 150_000) throw new StartProblem('PostgreSQL 15 or newer is needed.');
  } catch (error) {
    if (error instanceof StartProblem) throw error;
    throw new StartProblem(`The database does not answer (${(error as Error).message || 'no connection'}): check DATABASE_URL.`);
  } finally {
    await client.end().catch(() => undefined);
  }
}

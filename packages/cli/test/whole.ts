import { foundTenant, newDemo } from '@praetor/accounts/service';
import { createPostgresTransport } from '@praetor/events/postgres-transport';
import { transportTables } from '@praetor/events/tables';
import type { Actor } from '@praetor/identity/actor';
import type { Id } from '@praetor/kernel/id';
import { roleOf } from '@praetor/postgres/database';
import type { RunningSubgraph } from '@praetor/subgraph/service';
import { accountActor, anonymousActor } from '@praetor/testkit/actors';
import { testDatabase } from '@praetor/testkit/database';
import { testClock } from '@praetor/testkit/time';
import pg from 'pg';
import { type Logger, pino } from 'pino';
import { subgraphs } from '../src/subgraphs.ts';

export type Demo = ReturnType<typeof newDemo>;

/** The six subgraphs as they are, on one database, with a tenant that has a login of each role. No gateway, no HTTP. */
export interface Whole extends AsyncDisposable {
  readonly running: readonly RunningSubgraph[];
  readonly clock: () => Date;
  /** Lets time pass for all six. */
  advance(milliseconds: number): void;
  readonly tenantId: Id<'tenant'>;
  readonly demo: Demo;
  /** The gateway's own login. */
  readonly gatewayUrl: string;
  named(name: string): RunningSubgraph;
  /** How a subgraph, or the administrator, logs in. */
  urlOf(schema: string | null): string;
  /** Rows of a statement that the database's administrator runs. */
  look<Row extends object>(statement: string, parameters?: unknown[]): Promise<Row[]>;
  /** Someone who holds this role, as the gateway would forward them. */
  personOf(role: string): Promise<Actor>;
  drain(): Promise<void>;
  /** Runs a statement as the database's administrator. */
  administer(statement: string): Promise<void>;
}

const signIn = 'mutation ($input: LoginInput!) { login(input: $input) { ... on SessionTokens { account { id } } } }';

/** Messages go nowhere. */
const mail = { smtpUrl: null, from: 'Praetor <no-reply@localhost>', sms: null, pages: null, print: () => undefined };
export const wholeSecret = 's'.repeat(32);

export async function whole({ log = pino({ level: 'silent' }) }: { log?: Logger } = {}): Promise<Whole> {
  await using stack = new AsyncDisposableStack();
  const stores = subgraphs.map(({ store }) => store);
  const members = stores.map(({ schema }) => roleOf(schema));
  const database = stack.use(await testDatabase(stores, transportTables(members, [roleOf('gateway')])));
  const time = testClock(new Date().toISOString());
  const clock = time.now;
  const running: RunningSubgraph[] = [];
  for (const { store, create } of subgraphs) {
    const databaseUrl = database.urlOf(store.schema);
    const transport = stack.adopt(createPostgresTransport({ url: databaseUrl }), (one) => one.close());
    running.push(stack.use(await create({ databaseUrl, transport, clock, log, secret: wholeSecret, mail, poolSize: 3 })));
  }
  const named = (name: string): RunningSubgraph => {
    const found = running.find((one) => one.name === name);
    if (!found) throw new Error(`There is no subgraph ${name}.`);
    return found;
  };
  const drain = async (): Promise<void> => {
    for (let moved = 1; moved > 0;) {
      moved = 0;
      for (const subgraph of running) moved += await subgraph.drain();
    }
  };
  const demo = newDemo();
  const tenantId = await foundTenant(named('accounts'), clock, demo);
  await drain();
  const parts = stack.move();
  return {
    running,
    clock,
    advance: time.advance,
    tenantId,
    demo,
    gatewayUrl: database.urlOf('gateway'),
    named,
    urlOf: (schema) => (schema ? database.urlOf(schema) : database.url),
    async look<Row extends object>(statement: string, parameters: unknown[] = []) {
      const client = new pg.Client({ connectionString: database.url });
      await client.connect();
      return (await client.query<Row>(statement, parameters).finally(() => client.end())).rows;
    },
    drain,
    async administer(statement) {
      const client = new pg.Client({ connectionString: database.url });
      await client.connect();
      await client.query(statement).finally(() => client.end());
    },
    async personOf(role) {
      const login = demo.logins.find((one) => one.role === role);
      if (!login) throw new Error(`Nobody logs in as ${role}.`);
      const { data, errors } = await named('accounts').execute(
        { query: signIn, variables: { input: { email: login.email, password: login.password } } },
        anonymousActor(tenantId),
      );
      const id = (data?.['login'] as { account?: { id: Id<'account'> } } | undefined)?.account?.id;
      if (!id) throw new Error(`${role} cannot log in: ${JSON.stringify(errors ?? data)}`);
      return accountActor(tenantId, [role], { id });
    },
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

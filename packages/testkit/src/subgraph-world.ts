import type { Envelope } from '@praetor/contracts/envelope';
import type { EventContract } from '@praetor/contracts/contract';
import { envelopeOf, type Announcement } from '@praetor/events/announce';
import { createPostgresTransport } from '@praetor/events/postgres-transport';
import type { Room } from '@praetor/events/room';
import { transportTables } from '@praetor/events/tables';
import { systemActor, type Actor } from '@praetor/identity/actor';
import { newId, type Id } from '@praetor/kernel/id';
import { roleOf } from '@praetor/postgres/database';
import { asWorker } from '@praetor/postgres/tenancy';
import type { Store } from '@praetor/postgres/orm';
import { defaultPolicyEngine } from '@praetor/authorization/cedar';
import { roomOf } from '@praetor/subgraph/executor';
import type { Sagas } from '@praetor/subgraph/saga';
import type { RunningSubgraph, SubgraphOptions } from '@praetor/subgraph/service';
import type { MikroORM } from '@mikro-orm/postgresql';
import type { ExecutionResult } from 'graphql';
import pg from 'pg';
import { pino } from 'pino';
import { testDatabase } from './database.ts';
import { testClock, type TestClock } from './time.ts';

/** An event of another subgraph, or of the marketplace. */
export interface Received {
  readonly contract: EventContract;
  readonly event: Announcement<EventContract>;
  readonly parties?: Record<string, string>;
}

/** One subgraph alone on a real database of its own: what its world tests stand in. */
export interface SubgraphWorld extends AsyncDisposable {
  readonly subgraph: RunningSubgraph;
  readonly clock: TestClock;
  readonly tenantId: Id<'tenant'>;
  /** The administrator's connection: sees every tenant, for looking, never for making state. */
  readonly admin: pg.Pool;
  /** The administrator's URL of this world's database. */
  readonly adminUrl: string;
  /** The SQL that `work` made the subgraph run. */
  statements(work: () => Promise<unknown>): Promise<string[]>;
  room(actor: Actor): Room;
  /** As another process would stand on the same database: nothing in memory is shared. */
  beside(): Promise<AsyncDisposable & { room(actor: Actor): Room }>;
  /** Runs an operation as the gateway would, behind the second wall. */
  query(actor: Actor, query: string, variables?: Record<string, unknown>): Promise<ExecutionResult>;
  /** Brings an event of another subgraph, or of the marketplace, to this one's consumers. */
  receive<Contract extends EventContract>(
    contract: Contract,
    event: Announcement<Contract>,
    parties?: Record<string, string>,
  ): Promise<void>;
  /** As {@link receive}, many at once. */
  receiveAll(events: readonly Received[]): Promise<void>;
  /** Events that this subgraph announced, in order: all, or of one type. */
  announced(type?: string): Promise<Envelope[]>;
  /** Relays, consumes and runs what was woken until nothing moves. */
  drain(): Promise<void>;
  /** Has every saga that ever ran look again, as when its time has come. */
  runSagas(): Promise<void>;
}

export async function subgraphWorld(
  store: Store,
  create: (options: SubgraphOptions) => Promise<RunningSubgraph>,
): Promise<SubgraphWorld> {
  const schema = store.schema;
  const database = await testDatabase([store], transportTables([roleOf(schema)], [roleOf('gateway')]));
  const clock = testClock();
  const policies = defaultPolicyEngine();
  const transport = createPostgresTransport({ url: database.urlOf(schema) });
  const options = { databaseUrl: database.urlOf(schema), transport, clock: clock.now, policies, log: pino({ level: 'silent' }) };
  const subgraph = await create(options);
  const roomIn = ({ name, orm }: RunningSubgraph, actor: Actor) => roomOf({ name, orm, clock: clock.now, policies }, actor);
  const admin = new pg.Pool({ connectionString: database.url, max: 2 });
  // Dropping the database ends connections that are just being closed; that is no error of the test.
  admin.on('error', () => undefined);
  const tenantId = newId('tenant');
  const sagas = sagaRunner(subgraph.sagas);
  const drain = async () => {
    while ((await subgraph.drain()) > 0 || (await sagas.runWoken()) > 0);
  };
  const receiveAll = async (events: readonly Received[]): Promise<void> => {
    const cause = { actor: systemActor('testkit', tenantId), now: clock.now() };
    const envelopes = events.map(({ contract, event, parties = null }) => ({
      ...envelopeOf(cause, contract, event),
      praetorparties: parties,
    }));
    await asWorker(subgraph.orm, (tx) => transport.publish(envelopes, tx));
    await drain();
  };
  return {
    subgraph,
    clock,
    tenantId,
    admin,
    adminUrl: database.url,
    drain,
    async runSagas() {
      sagas.wakeAll();
      await drain();
    },
    statements: (work) => statementsOf(subgraph.orm, work),
    room: (actor) => roomIn(subgraph, actor),
    async beside() {
      const other = await create(options);
      return { room: (actor) => roomIn(other, actor), [Symbol.asyncDispose]: () => other[Symbol.asyncDispose]() };
    },
    query: (actor, query, variables) => subgraph.execute({ query, variables }, actor),
    receive: (contract, event, parties) => receiveAll([{ contract, event, parties } as Received]),
    receiveAll,
    async announced(type) {
      const { rows } = await admin.query<{ envelope: Envelope }>(
        `select envelope from ${schema}.outbox_event where $1::text is null or type = $1 order by position`,
        [type ?? null],
      );
      return rows.map((row) => row.envelope);
    },
    async [Symbol.asyncDispose]() {
      await subgraph[Symbol.asyncDispose]();
      await transport.close();
      await admin.end();
      await database[Symbol.asyncDispose]();
    },
  };
}

/** Runs sagas when the test drains, instead of an engine with its own clock. */
function sagaRunner(sagas: Sagas) {
  const [known, woken] = [new Map<string, [string, string]>(), new Set<string>()];
  const wake = (saga: string, id: string): void => {
    known.set(`${saga}:${id}`, [saga, id]);
    woken.add(`${saga}:${id}`);
  };
  sagas.attach({ wake: async (saga, id) => wake(saga, id) });
  return {
    wakeAll: () => known.forEach(([saga, id]) => wake(saga, id)),
    async runWoken(): Promise<number> {
      const due = [...woken];
      woken.clear();
      for (const key of due) {
        const [saga, id] = known.get(key)!;
        const one = sagas.list.find(({ name }) => name === saga)!;
        while ((await one.advance(id)) === 'again');
      }
      return due.length;
    },
  };
}

/** Listens to the ORM's own log while `work` runs. */
async function statementsOf(orm: MikroORM, work: () => Promise<unknown>): Promise<string[]> {
  const texts: string[] = [];
  const logger = orm.config.getLogger();
  const original = logger.logQuery.bind(logger);
  logger.logQuery = (context) => void texts.push(context.query ?? '');
  try {
    await work();
  } finally {
    logger.logQuery = original;
  }
  return texts;
}

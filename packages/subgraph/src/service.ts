import { defaultPolicyEngine, type PolicyEngine } from '@praetor/authorization/cedar';
import type { SubgraphName } from '@praetor/contracts/refused';
import { type Backlog, backlogOf } from '@praetor/events/backlog';
import { createConsumer, type Consumer } from '@praetor/events/consumer';
import type { EventHandler } from '@praetor/events/handler';
import type { Room } from '@praetor/events/room';
import { createRelay, type Relay } from '@praetor/events/relay';
import type { EventTransport } from '@praetor/events/transport';
import type { Clock } from '@praetor/kernel/clock';
import { connect, type Store } from '@praetor/postgres/orm';
import { isTracing } from '@praetor/telemetry/tracing';
import type { MikroORM } from '@mikro-orm/postgresql';
import type { GraphQLSchema } from 'graphql';
import { pino, type Logger } from 'pino';
import { createExecutor, type SubgraphExecutor } from './executor.ts';
import type { Job } from './jobs.ts';
import type { Projection } from './projection.ts';
import { type Saga, Sagas } from './saga.ts';
import { traceSql } from './sql-spans.ts';

/** What makes one subgraph different from the other five. */
export interface SubgraphDefinition<Loaders> {
  name: SubgraphName;
  schema: GraphQLSchema;
  store: Store;
  loaders: (room: Room) => Loaders;
  /** Consumers by name, each with its handlers. Made with the parts at hand. */
  consumers?: (parts: Parts) => Record<string, EventHandler[]>;
  jobs?: (parts: Parts) => Job[];
  sagas?: (parts: Parts) => Saga[];
  /** What follows from events alone. */
  projections?: readonly Projection[];
}

/** What consumers and jobs work with. */
export interface Parts {
  name: SubgraphName;
  orm: MikroORM;
  clock: Clock;
  policies: PolicyEngine;
  log: Logger;
  /** How consumers wake them. */
  sagas: Sagas;
}

/** What the surroundings provide; tests override clock and policies. */
export interface SubgraphOptions {
  /** Login of this subgraph's own role. */
  databaseUrl: string;
  transport: EventTransport;
  clock: Clock;
  policies?: PolicyEngine;
  log?: Logger;
  poolSize?: number;
}

export interface RunningSubgraph extends AsyncDisposable {
  readonly name: SubgraphName;
  readonly schema: GraphQLSchema;
  readonly orm: MikroORM;
  readonly jobs: readonly Job[];
  readonly consumers: readonly Consumer[];
  readonly sagas: Sagas;
  /** What `praetor rebuild` can learn again from the log. */
  readonly projections: readonly Projection[];
  readonly execute: SubgraphExecutor;
  /** Starts relay and consumers. */
  start(): void;
  /** Publishes and consumes what is there now, and returns how much that was: tests drain instead of sleeping. */
  drain(): Promise<number>;
  /** Forgets published events that are too old to be asked for. */
  prune(): Promise<void>;
  /** What is not yet published, and what could not be taken in. */
  backlog(): Promise<Backlog>;
  /** Throws when the database does not answer. */
  ready(): Promise<void>;
}

/** Wires one subgraph: database, executor behind the second wall, relay, consumers, jobs. */
export async function createSubgraph<Loaders>(
  definition: SubgraphDefinition<Loaders>,
  options: SubgraphOptions,
): Promise<RunningSubgraph> {
  const { name, store, schema } = definition;
  const { clock, transport, policies = defaultPolicyEngine() } = options;
  const log = (options.log ?? pino({ level: 'warn' })).child({ subgraph: name });
  const orm = await connect(store, options.databaseUrl, options.poolSize);
  if (isTracing()) traceSql(orm, name);
  const sagas = new Sagas();
  const parts: Parts = { name, orm, clock, policies, log, sagas };
  sagas.add(definition.sagas?.(parts) ?? []);
  const onError = (error: unknown) => log.warn({ err: error }, 'event trouble, will retry');
  const relay = createRelay({ orm, schema: name, transport, onError });
  const consumers = Object.entries(definition.consumers?.(parts) ?? {}).map(([group, handlers]) =>
    createConsumer({ name: `${name}.${group}`, orm, schema: name, transport, handlers, onError }),
  );
  return {
    name,
    schema,
    orm,
    consumers,
    sagas,
    projections: definition.projections ?? [],
    jobs: definition.jobs?.(parts) ?? [],
    execute: createExecutor({ name, schema, orm, clock, policies, log, loaders: definition.loaders }),
    start: () => [relay, ...consumers].forEach((worker) => worker.start()),
    drain: () => drain(relay, consumers),
    prune: async () => void (await relay.prune()),
    backlog: () => backlogOf(orm, name),
    ready: async () => void (await orm.em.fork().execute('select 1')),
    async [Symbol.asyncDispose]() {
      await Promise.all([relay, ...consumers].map((worker) => worker[Symbol.asyncDispose]()));
      await orm.close();
    },
  };
}

async function drain(relay: Relay, consumers: readonly Consumer[]): Promise<number> {
  let moved = await relay.runOnce();
  for (const consumer of consumers) moved += await consumer.runOnce();
  return moved;
}

import { DBOS } from '@dbos-inc/dbos-sdk';
import { migrateSystemDatabase } from '@dbos-inc/dbos-sdk/internal/system_database';
import { GlobalLogger } from '@dbos-inc/dbos-sdk/internal/telemetry/logs';
import pg from 'pg';
import type { Logger } from 'pino';
import type { Job } from './jobs.ts';
import type { Saga, SagaEngine, Sagas } from './saga.ts';

export interface DurableOptions {
  databaseUrl: string;
  /** Whose schedules and workflows these are: the embedded process, or one subgraph of the distributed form. */
  application: string;
  log: Logger;
}

/** The group role that may use the durable engine's tables; it can also log in, for the embedded form. */
export const durableRole = 'praetor_durable';

/** Creates or migrates the durable engine's tables, as the administrator, and lets these roles use them. */
export async function prepareDurable(adminUrl: string, roles: string[]): Promise<void> {
  // `DBOS.migrate` is this with a logger that writes every statement to standard output.
  await migrateSystemDatabase(adminUrl, new GlobalLogger(undefined, { logLevel: 'error' }), 'dbos', durableRole);
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    for (const role of roles) await client.query(`grant ${durableRole} to ${role}`);
  } finally {
    await client.end();
  }
}

/** A step that fails is tried again, ever later, for days. */
const patience = { retriesAllowed: true, maxAttempts: 200, intervalSeconds: 1, backoffRate: 2 } as const;

type Flow = (id: string) => Promise<void>;

/**
 * A saga as a workflow: each `advance` is a step that is remembered, each pause a durable wait. After a crash it goes on where
 * it was; a step that was done but not remembered is done once more, which `advance` allows.
 */
function flowOf(saga: Saga): Flow {
  const flow: Flow = async (id) => {
    for (;;) {
      const pause = await DBOS.runStep(() => saga.advance(id), { name: saga.name, ...patience });
      if (pause === 'done') return;
      if (pause !== 'again') await DBOS.recv(wakeTopic, Math.max(pause.waitMs / 1000, 0.01));
    }
  };
  return DBOS.registerWorkflow(flow, { name: saga.name });
}

const wakeTopic = 'wake';

function engineOf(flows: ReadonlyMap<string, Flow>): SagaEngine {
  return {
    async wake(saga, id, cause) {
      const flow = flows.get(saga);
      if (!flow) throw new Error(`There is no saga "${saga}".`);
      const workflowID = `${saga}:${id}`;
      // The same id is the same run, however many begin it at once.
      if (!(await DBOS.getWorkflowStatus(workflowID))) await DBOS.startWorkflow(flow, { workflowID })(id);
      await DBOS.send(workflowID, cause, wakeTopic, `${workflowID}:${cause}`);
    },
  };
}

/**
 * Runs jobs on their schedules, and sagas, durably: each tick is one workflow whose id is its instant, so with several processes one
 * of them runs it, and a run cut short by a crash is taken up again. One instance a process, as DBOS wants it.
 */
export async function startJobs(
  jobs: readonly Job[],
  { databaseUrl, application, log }: DurableOptions,
  sagas: readonly Sagas[] = [],
): Promise<AsyncDisposable> {
  // A pool of ours: the engine's own sends two queries at once on a new connection, which pg deprecates aloud.
  const limits = { max: 4, idle_in_transaction_session_timeout: 60_000, application_name: 'praetor-durable' };
  const pool = new pg.Pool({ connectionString: databaseUrl, ...limits });
  pool.on('error', (error) => log.warn({ err: error }, 'a connection of the durable engine broke'));
  DBOS.setConfig({
    name: application,
    systemDatabaseUrl: databaseUrl,
    systemDatabasePool: pool,
    runMigrations: false,
    // Recovery is by name and version: a deploy must still finish what its predecessor began.
    applicationVersion: `${application}/1`,
    logger: {
      info: () => {},
      debug: () => {},
      warn: (entry) => log.warn({ dbos: entry }),
      error: (entry) => log.error({ dbos: entry }),
    },
  });
  const scheduled = jobs.map((job) => ({
    scheduleName: `${application}:${job.name}`,
    schedule: job.schedule,
    workflowFn: DBOS.registerWorkflow(
      async (_at: Date, _context: unknown) =>
        void (await DBOS.runStep(() => job.runOnce(), { name: job.name, retriesAllowed: true, maxAttempts: 5 })),
      { name: job.name },
    ),
  }));
  const flows = new Map(sagas.flatMap(({ list }) => list).map((saga) => [saga.name, flowOf(saga)]));
  await DBOS.launch();
  await DBOS.applySchedules(scheduled);
  for (const one of sagas) one.attach(engineOf(flows));
  return {
    async [Symbol.asyncDispose]() {
      await DBOS.shutdown();
      await pool.end();
    },
  };
}

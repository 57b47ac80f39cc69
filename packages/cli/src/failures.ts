import { StartProblem } from '@praetor/postgres/embedded';
import pg from 'pg';
import { readEnv } from './env.ts';
import { installedDatabase } from './installed-database.ts';
import { subgraphs } from './subgraphs.ts';
import { withSubgraph } from './with-subgraph.ts';

interface Failure {
  readonly consumer: string;
  readonly id: string;
  readonly type: string;
  readonly error: string;
  readonly attempts: number;
  readonly failed_at: Date;
  /** Events of the same thing that wait behind it, to keep their order. */
  readonly waiting: string;
}

/** `praetor failures`: events that a consumer could not handle, each with its error and how many wait behind it. */
export async function listFailures(): Promise<void> {
  const rows = await eachSchema((schema) => [
    `select consumer, envelope->>'id' as id, type_of.type, error, attempts, failed_at,
       (select count(*) from ${schema}.inbox_failure w where (w.consumer, w.tenant_id, w.partition_key) = (f.consumer, f.tenant_id, f.partition_key) and w.error is null) as waiting
     from ${schema}.inbox_failure f, lateral (select envelope->>'type' as type) type_of where error is not null order by position`,
    [],
  ]);
  if (!rows.length) return console.log('No event is set aside.');
  for (const { consumer, id, type, error, attempts, failed_at, waiting } of rows) {
    console.log(`${consumer}  ${id}  ${type}  ${failed_at.toISOString()}  tried ${attempts} times, ${waiting} waiting behind it`);
    console.log(`  ${error.split('\n', 1)[0] ?? ''}`);
  }
}

/** `praetor failures retry`: handles what is set aside again, each event before those that wait behind it. */
export async function retryFailures(): Promise<void> {
  const env = readEnv();
  for (const parts of subgraphs) {
    await withSubgraph(env, parts, async ({ consumers }) => {
      for (const consumer of consumers) {
        const { handled, failed } = await consumer.replayFailures();
        if (handled + failed) console.log(`${consumer.name}: ${handled} handled, ${failed} failed again.`);
      }
    });
  }
}

/** `praetor failures discard`: gives one event up for good; those that waited behind it are free to be retried. */
export async function discardFailure(id: string): Promise<void> {
  const rows = await eachSchema((schema) => [
    `delete from ${schema}.inbox_failure where envelope->>'id' = $1 and error is not null returning consumer`,
    [id],
  ]);
  if (!rows.length) throw new StartProblem(`No event ${id} is set aside.`);
  console.log(`Given up by ${rows.map(({ consumer }) => consumer).join(', ')}. Now: praetor failures retry`);
}

async function eachSchema(query: (schema: string) => [text: string, values: unknown[]]): Promise<Failure[]> {
  const client = new pg.Client({ connectionString: installedDatabase(readEnv()) });
  await client.connect();
  try {
    const rows: Failure[] = [];
    // A role that is no superuser passes the tables' walls as Praetor's own machinery does.
    await client.query("select set_config('praetor.worker', 'on', false)");
    for (const { store } of subgraphs) rows.push(...(await client.query<Failure>(...query(store.schema))).rows);
    return rows;
  } finally {
    await client.end();
  }
}

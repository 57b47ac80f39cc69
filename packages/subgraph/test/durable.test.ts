import { setTimeout as sleep } from 'node:timers/promises';
import { prepareDatabase, roleOf } from '@praetor/postgres/database';
import { testDatabase } from '@praetor/testkit/database';
import pg from 'pg';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { prepareDurable, startJobs } from '../src/durable.ts';

test('a job runs on its schedule, one workflow a tick, as a role that may not change the tables', async () => {
  await using database = await testDatabase([], '');
  await prepareDatabase({ url: database.url, stores: [], passwordOf: () => 'test', shared: '', readers: ['durable', 'gateway'] });
  await prepareDurable(database.url, [roleOf('gateway')]);
  const ticks: number[] = [];
  const job = { name: 'test.tick', schedule: '* * * * * *', runOnce: async () => ticks.push(1) };
  // A member of the durable role, as a subgraph is.
  const jobs = await startJobs([job], {
    databaseUrl: database.urlOf('gateway'),
    application: 'test',
    log: pino({ level: 'silent' }),
  });
  try {
    for (let waited = 0; ticks.length < 2 && waited < 15_000; waited += 100) await sleep(100);
    expect(ticks.length).toBeGreaterThanOrEqual(2);
  } finally {
    await jobs[Symbol.asyncDispose]();
  }
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query<{ runs: string; names: string[] }>(
    "select count(*) as runs, array_agg(distinct name) as names from dbos.workflow_status where status = 'SUCCESS'",
  );
  await client.end();
  expect(Number(rows[0]?.runs)).toBe(ticks.length);
  expect(rows[0]?.names).toEqual(['test.tick']);
});

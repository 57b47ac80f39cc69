import pg from 'pg';
import type { Bench } from './bench.ts';
import { PraetorProcess, scratch } from './praetor-process.ts';
import { processorSeconds } from './process-figures.ts';
import { seconds, spread, spreadColumns } from './table.ts';

interface Start {
  /** From spawning to the first answered GraphQL query. */
  readonly answer: number;
  /** From spawning to the first answer that came from a subgraph's tables, a login included. */
  readonly data: number;
  readonly processor: number | null;
  readonly postgres: string;
}

export const bench: Bench = {
  about: 'start: from spawning `praetor start` to the first answered GraphQL query (goals on two cores: cold 10 s, warm 3 s)',
  options: { runs: 5 },
  async run(option) {
    const cold: Start[] = [];
    const warm: Start[] = [];
    for (let run = 0; run < option('runs'); run += 1) {
      await using folder = await scratch();
      cold.push(await startOnce(folder.home));
      warm.push(await startOnce(folder.home));
    }
    const row = (name: string, starts: readonly Start[], pick: (start: Start) => number | null) => [
      name,
      ...spread(
        starts.map((start) => pick(start) ?? Number.NaN),
        seconds,
      ),
    ];
    return {
      postgres: cold[0]?.postgres ?? '',
      tables: [
        {
          title: 'Start of the embedded form',
          columns: ['', ...spreadColumns],
          rows: [
            row('cold (empty folder): first answer', cold, ({ answer }) => answer),
            row('cold: first data', cold, ({ data }) => data),
            row('cold: processor time of the process', cold, ({ processor }) => processor),
            row('warm: first answer', warm, ({ answer }) => answer),
            row('warm: first data', warm, ({ data }) => data),
            row('warm: processor time of the process', warm, ({ processor }) => processor),
          ],
        },
      ],
    };
  },
};

async function startOnce(home: string): Promise<Start> {
  const began = performance.now();
  await using praetor = await PraetorProcess.spawned(home);
  await praetor.answers();
  const answer = performance.now() - began;
  const processor = processorSeconds(praetor.pid, { children: false });
  await praetor.ask('{ accountsSummary { total } }', await praetor.login('ADMIN'));
  const data = performance.now() - began;
  return { answer, data, processor: processor && processor * 1000, postgres: await versionOf(praetor.adminUrl) };
}

/** `18.1` of the server behind a URL. */
export async function versionOf(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ server_version: string }>('show server_version');
  await client.end();
  return rows[0]?.server_version ?? '';
}

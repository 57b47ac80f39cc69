import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench } from './bench.ts';
import { PraetorProcess, scratch } from './praetor-process.ts';
import { memoryOf, type Memory } from './process-figures.ts';
import { versionOf } from './start.ts';
import { megabytes, spread, spreadColumns } from './table.ts';

export const bench: Bench = {
  about: 'memory: resident memory of the embedded process at rest, Postgres apart (goal: 350 MiB)',
  options: { runs: 3, rest: 30 },
  async run(option) {
    const started: Memory[] = [];
    const resting: Memory[] = [];
    let postgres = '';
    await using folder = await scratch();
    for (let run = 0; run < option('runs'); run += 1) {
      await using praetor = await PraetorProcess.spawned(folder.home);
      await praetor.answers();
      postgres = await versionOf(praetor.adminUrl);
      await praetor.ask('{ accountsSummary { total } }', await praetor.login('ADMIN'));
      started.push(memoryOf(praetor.pid));
      await sleep(option('rest') * 1000);
      resting.push(memoryOf(praetor.pid));
    }
    const row = (name: string, memories: readonly Memory[], pick: (memory: Memory) => number | null) => [
      name,
      ...spread(
        memories.map((memory) => pick(memory) ?? Number.NaN),
        megabytes,
      ),
    ];
    return {
      postgres,
      tables: [
        {
          title: 'Memory of the embedded process (the first run on an empty folder)',
          columns: ['', ...spreadColumns],
          rows: [
            row('after the first request: resident', started, ({ resident }) => resident),
            row(`${option('rest')} s later: resident`, resting, ({ resident }) => resident),
            row('  of it its own (not mapped files)', resting, ({ anonymous }) => anonymous),
          ],
        },
      ],
    };
  },
};

import { hostileCorpus, type HostileRequest } from '@praetor/testkit/hostile-corpus';
import type { Bench } from './bench.ts';
import { PraetorProcess, scratch } from './praetor-process.ts';
import { memoryOf } from './process-figures.ts';
import { versionOf } from './start.ts';
import { median, megabytes, millis, spread, spreadColumns } from './table.ts';

/** Rounds that fill caches, compile code and let the heap find its size. */
const warmUp = 20;

export const bench: Bench = {
  about: 'hostile: how long each hostile request takes to be refused (goal: 50 ms), and what memory it leaves (goal: none)',
  options: { rounds: 100 },
  async run(option) {
    await using folder = await scratch();
    await using praetor = await PraetorProcess.spawned(folder.home);
    await praetor.answers();
    await roundsOf(praetor, warmUp);
    const before = memoryOf(praetor.pid);
    const half = await roundsOf(praetor, Math.ceil(option('rounds') / 2));
    const between = memoryOf(praetor.pid);
    const rest = await roundsOf(praetor, Math.floor(option('rounds') / 2));
    const after = memoryOf(praetor.pid);
    const taken = hostileCorpus.map(({ name }, at) => ({ name, times: [...(half[at] ?? []), ...(rest[at] ?? [])] }));
    const slowest = taken.toSorted((one, other) => median(other.times) - median(one.times));
    return {
      postgres: await versionOf(praetor.adminUrl),
      tables: [
        {
          title: `Refusals of ${hostileCorpus.length} hostile requests, one at a time, from sending the first byte to reading the last; the ten slowest`,
          columns: ['', ...spreadColumns, '≤ 50 ms'],
          rows: [{ name: 'all', times: taken.flatMap(({ times }) => times) }, ...slowest.slice(0, 10)].map(({ name, times }) => [
            name,
            ...spread(times, millis),
            `${((100 * times.filter((time) => time <= 50).length) / times.length).toFixed(1)} %`,
          ]),
        },
        {
          title: 'Resident memory of the process',
          columns: ['', 'resident', 'its own'],
          rows: [
            { name: `after ${warmUp} rounds of all`, memory: before },
            { name: `after ${Math.ceil(option('rounds') / 2)} more`, memory: between },
            { name: `after ${Math.floor(option('rounds') / 2)} more`, memory: after },
          ].map(({ name, memory }) => [name, megabytes(memory.resident), megabytes(memory.anonymous ?? Number.NaN)]),
        },
      ],
    };
  },
};

/** Milliseconds of each request, by its place in the corpus. */
async function roundsOf(praetor: PraetorProcess, rounds: number): Promise<number[][]> {
  const times = hostileCorpus.map((): number[] => []);
  for (let round = 0; round < rounds; round += 1)
    for (const [at, one] of hostileCorpus.entries()) times[at]?.push(await refusalOf(praetor, one));
  return times;
}

let sent = 0;

async function refusalOf(
  { url }: PraetorProcess,
  { name, init: { body, ...init }, search, code }: HostileRequest,
): Promise<number> {
  sent += 1;
  // Each a text of its own: what is remembered of one must not help with the next.
  const text = typeof body === 'string' ? body.replace('{"query":"', `{"query":"#${sent}\\n`) : body;
  const began = performance.now();
  const response = await fetch(`${url}/graphql${search}`, { ...init, ...(text !== undefined && { body: text }) } as RequestInit);
  const answer = await response.text();
  const time = performance.now() - began;
  if (response.status < 400 || response.status >= 500 || !answer.includes(`"${code}"`))
    throw new Error(`"${name}" was answered with ${response.status}: ${answer.slice(0, 200)}`);
  return time;
}

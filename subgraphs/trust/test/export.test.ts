import { newId } from '@praetor/kernel/id';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exportDecisions } from '../src/commands/export-decisions.ts';
import { rederive, type Rederivation } from '../src/commands/rederive.ts';
import { storedMarket } from './stored-market.ts';
import { trustWorld, type TrustWorld } from './world.ts';

const script = fileURLToPath(new URL('../../../packages/bench/src/rederive.py', import.meta.url));
const python = spawnSync('python3', ['--version']).status === 0;
const count = 10_000;

let world: TrustWorld;
let lines: string[] = [];
beforeAll(async () => {
  world = await trustWorld();
  const market = storedMarket(world, 5);
  for (let wave = 0; wave < 5; wave += 1) {
    await market.live(1_000);
    if (wave === 2) await market.publish();
    await market.ask(count / 5);
  }
  lines = await exported(null);
}, 180_000);
afterAll(() => world[Symbol.asyncDispose]());

async function exported(after: string | null, tenantId = world.tenantId): Promise<string[]> {
  const range = { after: after as never, until: world.clock.now() };
  return Array.fromAsync(exportDecisions(world.subgraph.orm, tenantId, range), (line) => line.slice(0, -1));
}

async function* each(of: readonly string[]): AsyncGenerator<string> {
  yield* of;
}
const derived = (of: readonly string[]): Promise<Rederivation> => rederive(each(of));
const inPython = (of: readonly string[]) =>
  spawnSync('python3', [script], { input: of.map((line) => `${line}\n`).join(''), encoding: 'utf8', maxBuffer: 1e8 });
type Line = Record<string, Record<string, unknown> | undefined>;
const read = (line: string | undefined) => JSON.parse(line ?? '{}') as Line;
const decisions = (of: readonly string[]): Record<string, unknown>[] =>
  of.flatMap((line) => {
    const { decision } = read(line);
    return decision ? [decision] : [];
  });

test('10,000 decisions that were kept are derived again from the export alone, to the bit', async () => {
  const outcomes = new Set(decisions(lines).map(({ outcome, conditions }) => `${String(outcome)} ${String(conditions)}`));
  expect(outcomes.size, 'all outcomes, with and without conditions').toBeGreaterThan(10);
  expect(new Set(decisions(lines).map(({ modelVersion }) => modelVersion)).size).toBe(2);
  expect(await derived(lines)).toEqual({ agreed: count, disagreements: [] });
});

test.skipIf(!python)('and by a program in Python that knows the specification only (needs python3)', { timeout: 120_000 }, () => {
  const { stdout, stderr, status } = inPython(lines);
  expect([stdout, stderr, status]).toEqual([`${count} of ${count} decisions derived alike\n`, '', 0]);
});

test('one bit in any line is found, and named', { timeout: 120_000 }, async () => {
  // The shortest export with every kind of line in it: one that is checked a thousand times over.
  const few = await exported(decisions(lines).at(-4)!['id'] as string);
  expect((await derived(few)).disagreements).toEqual([]);
  const text = Buffer.from(few.map((line) => `${line}\n`).join(''));
  for (let bit = 3; bit < text.length * 8; bit += Math.ceil((text.length * 8) / 1_000)) {
    const bent = Buffer.from(text);
    bent[bit >> 3]! ^= 1 << (bit & 7);
    const { disagreements } = await derived(bent.toString('utf8').replace(/\n$/, '').split('\n'));
    expect(disagreements.length, `bit ${bit}`).toBeGreaterThan(0);
  }
  const at = few.findIndex((line) => line.startsWith('{"decision"'));
  const score = few[at]!.replace(/"score":(\d+)/, (_, points: string) => `"score":${Number(points) + 1}`);
  const id = decisions([score])[0]!['id'];
  const { disagreements } = await derived(few.with(at, score));
  expect(disagreements[0]).toEqual({ line: at + 1, decisionId: id, why: expect.stringMatching(/^score would be \d+$/) });
});

test.skipIf(!python)('the program in Python finds it, too (needs python3)', async () => {
  const few = await exported(decisions(lines).at(-3)!['id'] as string);
  expect(inPython(few).status).toBe(0);
  for (const [at, line] of few.entries()) {
    const place = Math.floor(line.length / 2);
    const bent = `${line.slice(0, place)}${String.fromCharCode(line.charCodeAt(place) ^ 1)}${line.slice(place + 1)}`;
    expect(inPython(few.with(at, bent)).status, line.slice(0, 30)).toBe(1);
  }
});

test('it goes on behind any decision, and holds nothing of another tenant; the same range gives the same bytes', async () => {
  expect(await exported(null)).toEqual(lines);
  const half = decisions(lines)[count / 2 - 1]!['id'] as string;
  const rest = await exported(half);
  expect(decisions(rest)).toEqual(decisions(lines).slice(count / 2));
  expect(await derived(rest)).toEqual({ agreed: count / 2, disagreements: [] });
  const [head, end] = await exported(null, newId('tenant'));
  expect([read(head)['export'], read(end)['end']]).toMatchObject([{ after: null }, { decisions: 0, last: null }]);
});

test('a line that is missing, doubled, moved or added is found, and so is an export without its end', async () => {
  const few = await exported(decisions(lines).at(-6)!['id'] as string);
  const spoilt = [
    few.slice(0, -1),
    few.toSpliced(3, 1),
    few.toSpliced(3, 0, few[3]!),
    few.toSpliced(1, 1).toSpliced(3, 0, few[1]!),
    [...few, few[2]!],
    few.with(1, ` ${few[1]}`),
    ['not JSON', ...few],
    [],
  ];
  for (const one of spoilt) expect((await derived(one)).disagreements).not.toEqual([]);
});

test('neither side keeps more than so many states: one that is forgotten is written again', async () => {
  const written = (of: readonly string[]) => of.filter((line) => line.startsWith('{"digest"')).length;
  const range = { after: decisions(lines).at(-2_000)!['id'] as never, until: world.clock.now() };
  const narrow = await Array.fromAsync(exportDecisions(world.subgraph.orm, world.tenantId, { ...range, states: 50 }), (line) =>
    line.slice(0, -1),
  );
  expect(written(narrow)).toBeGreaterThan(written(await exported(range.after)));
  expect(await rederive(each(narrow), 50)).toEqual({ agreed: 1_999, disagreements: [] });
  expect((await rederive(each(await exported(range.after)), 50)).disagreements.length).toBeGreaterThan(0);
});

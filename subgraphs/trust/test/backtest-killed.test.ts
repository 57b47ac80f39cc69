import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { prepareDatabase, roleOf, urlFor } from '@praetor/postgres/database';
import { prepareDurable } from '@praetor/subgraph/durable';
import { testPassword } from '@praetor/testkit/database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { currentModel } from '../src/domain/models.ts';
import { admin, backtested, backtestOf, history, run } from './models.ts';
import { trustWorld, type TrustWorld } from './world.ts';

let world: TrustWorld;
let url: string;
beforeAll(async () => {
  world = await trustWorld();
  await prepareDatabase({ url: world.adminUrl, stores: [], passwordOf: () => testPassword, shared: '', readers: ['durable'] });
  await prepareDurable(world.adminUrl, [roleOf('trust')]);
  url = urlFor(world.adminUrl, roleOf('trust'), testPassword);
}, 120_000);
afterAll(() => world[Symbol.asyncDispose]());

/** Starts a process; it ends by its own SIGKILL, or runs on until it is disposed of. */
function start(portion: number, milliseconds: number) {
  const script = fileURLToPath(new URL('backtest-child.ts', import.meta.url));
  const child = spawn(process.execPath, [script, url, String(portion), String(milliseconds)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += String(chunk)));
  const gone = once(child, 'exit').then(([code, signal]) => String(signal ?? `code ${code}: ${said}`));
  const late = sleep(60_000, 'still alive after a minute', { ref: false });
  return {
    died: () => Promise.race([gone, late]).finally(() => child.kill('SIGKILL')),
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await gone;
    },
  };
}

test(
  'killed in the midst of portions of every phase, a backtest ends with the report of one that nobody killed',
  { timeout: 600_000 },
  async () => {
    await history(world, 150, 50);
    const kinds = { ...currentModel.kinds, paymentFailed: { ...currentModel.kinds.paymentFailed, weight: -4 } };
    const { id: modelId } = await run(world, admin(world), 'draft', { content: { ...currentModel, kinds }, note: 'n' });
    const undisturbed = await backtested(world, modelId);
    expect(undisturbed.report.bad).toBe(50);
    const { id } = await run(world, admin(world), 'start', { modelId });
    const phases = new Set<string>();
    for (const [portion, milliseconds] of [
      [6, 4],
      [8, 0],
      [3, 8],
      [3, 2],
      [2, 6],
      [2, 3],
    ] as const) {
      expect(await start(portion, milliseconds).died()).toBe('SIGKILL');
      const { phase, state } = await backtestOf(world, id);
      expect(state).toBe('RUNNING');
      phases.add(phase);
    }
    expect(phases.size, [...phases].join()).toBeGreaterThan(2);
    await using last = start(0, 0);
    for (let waited = 0; (await backtestOf(world, id)).state === 'RUNNING' && waited < 60_000; waited += 200) await sleep(200);
    const found = last && (await backtestOf(world, id));
    expect(found.reportHash).toBe(undisturbed.reportHash);
    expect(found.report).toEqual(undisturbed.report);
    expect(found.statements).toBe(undisturbed.statements);
  },
);

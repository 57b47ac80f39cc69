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

/** Starts a process, which ends by its own SIGKILL. */
function start(portion: number, milliseconds: number) {
  const script = fileURLToPath(new URL('backtest-child.ts', import.meta.url));
  const child = spawn(process.execPath, [script, url, String(portion), String(milliseconds)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += String(chunk)));
  const gone = once(child, 'exit').then(([code, signal]) => String(signal ?? `code ${code}: ${said}`));
  const late = sleep(60_000, 'still alive after a minute', { ref: false });
  return { died: () => Promise.race([gone, late]).finally(() => child.kill('SIGKILL')) };
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
    let found = await backtestOf(world, id);
    for (let kills = 0; found.state === 'RUNNING' && kills < 30; kills += 1) {
      expect(await start(8, [4, 0, 8, 2, 6][kills % 5]!).died()).toBe('SIGKILL');
      found = await backtestOf(world, id);
      phases.add(found.phase);
    }
    expect(phases.size, [...phases].join()).toBeGreaterThan(2);
    expect(found.state).toBe('FINISHED');
    expect(found.reportHash).toBe(undisturbed.reportHash);
    expect(found.report).toEqual(undisturbed.report);
    expect(found.statements).toBe(undisturbed.statements);
  },
);

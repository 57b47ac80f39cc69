import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createRelay } from '../src/relay.ts';
import type { EventTransport } from '../src/transport.ts';
import { nameOf, upTo, type EventsWorld, type TransportSpec } from './world.ts';

interface Ground {
  readonly world: EventsWorld;
  readonly spec: TransportSpec;
  readonly transport: EventTransport;
}

const kills = 4;
/** A busy machine starts some dozen processes here. */
const timeout = 240_000;

/** Real processes, killed at random moments and at chosen points of their work. */
export function killingTests(ground: () => Ground): void {
  test('relays and consumers that are killed between any two steps lose nothing and repeat nothing', { timeout }, () =>
    killBetweenSteps(ground()),
  );
  test.each([1, 2, 3])('relays and consumers that are killed lose nothing and repeat nothing (seed %i)', { timeout }, (seed) =>
    killAtRandom(ground(), seed),
  );
}

/** Every step between two writes to two places. */
const points = ['before publishing', 'after publishing', 'in the handler', 'before acknowledging'];

async function killBetweenSteps({ world, spec, transport }: Ground): Promise<void> {
  const [tenantId] = world.tenants;
  const relay = createRelay({ orm: world.orm, schema: 'widgets', transport });
  for (const [round, point] of points.entries()) {
    const role = point.endsWith('publishing') ? 'relay' : 'consumer';
    const numbers = upTo(100).map((number) => round * 100 + number);
    await world.count(tenantId, 'steps', ...numbers);
    if (role === 'consumer') await relay.runOnce();
    await using child = await startChild(role, world.url, spec, point);
    expect(await child.gone).toBe('SIGKILL');
  }
  await relay.runOnce();
  await world.consumer({ name: 'killed', transport }).runOnce();
  expect((await world.effects('killed'))[nameOf(tenantId, 'steps')]).toEqual(upTo(points.length * 100));
}

/** The seed repeats the moments. */
async function killAtRandom({ world, spec, transport }: Ground, seed: number): Promise<void> {
  const random = generator(seed);
  const subjects = upTo(6).map((number) => ({
    subject: `killed${seed}of${number}`,
    tenantId: world.tenants[number % 2 ? 0 : 1],
  }));
  const announced = { rounds: 0, stop: false };
  const announcing = (async () => {
    for (; !announced.stop; await sleep(10)) {
      announced.rounds += 1;
      await Promise.all(subjects.map(({ tenantId, subject }) => world.count(tenantId, subject, announced.rounds)));
    }
  })();
  {
    const roles = ['relay', 'consumer', 'consumer'];
    await using children = new AsyncDisposableStack();
    const start = async (role: string) => children.use(await startChild(role, world.url, spec));
    const running = await Promise.all(roles.map(start));
    for (let kill = 0; kill < kills; kill += 1) {
      const victim = Math.floor(random() * roles.length);
      await sleep(20 + random() * 200);
      await running[victim]![Symbol.asyncDispose]();
      running[victim] = await start(roles[victim]!);
    }
    announced.stop = true;
    await announcing;
  }
  await createRelay({ orm: world.orm, schema: 'widgets', transport }).runOnce();
  await world.consumer({ name: 'killed', transport }).runOnce();
  const effects = await world.effects('killed');
  for (const { tenantId, subject } of subjects) expect(effects[nameOf(tenantId, subject)]).toEqual(upTo(announced.rounds));
  expect(await world.read(`select 1 from widgets.inbox_failure where consumer = 'killed'`)).toEqual([]);
}

interface Child extends AsyncDisposable {
  /** The signal or code with which it ended. */
  readonly gone: Promise<string | number>;
}

/** Resolves when the child works; disposing kills it, and complains when it had ended by itself. */
async function startChild(role: string, url: string, spec: TransportSpec, ...point: string[]): Promise<Child> {
  const script = fileURLToPath(new URL('./child.ts', import.meta.url));
  const child = spawn(process.execPath, [script, role, url, JSON.stringify(spec), ...point], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = once(child, 'exit').then(([code, signal]) => (signal ?? code) as string | number);
  await Promise.race([
    once(child.stdout, 'data'),
    gone.then((how) => Promise.reject(new Error(`The ${role} did not start: ${how}.`))),
  ]);
  return {
    gone,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      if ((await gone) !== 'SIGKILL') throw new Error(`The ${role} ended by itself: ${await gone}.`);
    },
  };
}

/** Mulberry32: small, seeded, good enough to choose moments. */
function generator(seed: number): () => number {
  let state = seed * 0x9e3779b9;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

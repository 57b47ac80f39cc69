import { spawn, type ChildProcess } from 'node:child_process';
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

const kills = 6;

/** Real processes, killed at random points of their work. The seed in a test's name repeats its delays. */
export function killingTests(ground: () => Ground): void {
  test.each([1, 2, 3])(
    'relays and consumers that are killed lose nothing and repeat nothing (seed %i)',
    { timeout: 90_000 },
    async (seed) => {
      const { world, spec, transport } = ground();
      const random = generator(seed);
      const subjects = upTo(6).map((number) => `killed${seed}of${number}`);
      const announced = { count: 0, stop: false };
      const announcing = (async () => {
        while (!announced.stop) {
          announced.count += 1;
          await Promise.all(
            subjects.map((subject, index) => world.count(world.tenants[index % 2 ? 0 : 1], subject, announced.count)),
          );
        }
      })();
      const roles = ['relay', 'consumer', 'consumer'];
      const children = await Promise.all(roles.map((role) => startChild(role, world.url, spec)));
      for (let kill = 0; kill < kills; kill += 1) {
        const victim = Math.floor(random() * children.length);
        await sleep(20 + random() * 200);
        await killChild(children[victim]!);
        children[victim] = await startChild(roles[victim]!, world.url, spec);
      }
      announced.stop = true;
      await announcing;
      await Promise.all(children.map(killChild));
      await createRelay({ orm: world.orm, schema: 'widgets', transport }).runOnce();
      const last = world.consumer({ name: 'killed', transport });
      await last.runOnce();
      const effects = await world.effects('killed');
      for (const [index, subject] of subjects.entries()) {
        expect(effects[nameOf(world.tenants[index % 2 ? 0 : 1], subject)]).toEqual(upTo(announced.count));
      }
      expect(await world.read(`select 1 from widgets.inbox_failure where consumer = 'killed'`)).toEqual([]);
    },
  );
}

async function startChild(role: string, url: string, spec: TransportSpec): Promise<ChildProcess> {
  const script = fileURLToPath(new URL('./child.ts', import.meta.url));
  const child = spawn(process.execPath, [script, role, url, JSON.stringify(spec)], { stdio: ['ignore', 'pipe', 'inherit'] });
  await Promise.race([
    once(child.stdout!, 'data'),
    once(child, 'exit').then(() => Promise.reject(new Error(`The ${role} did not start.`))),
  ]);
  return child;
}

async function killChild(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
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

import { systemClock } from '@praetor/kernel/clock';
import { stopSignal } from '@praetor/subgraph/process';
import { readStartEnv } from './env.ts';
import { greetingOf } from './greeting.ts';
import { startPraetor, type Praetor } from './praetor.ts';

/** `praetor start`: runs until asked to stop, then drains. Throws what it cannot go on without. */
export async function start(): Promise<void> {
  const stopped = stopSignal();
  const began = performance.now();
  await using praetor = await startPraetor(readStartEnv(), systemClock);
  console.log(greeting(praetor, performance.now() - began));
  await Promise.race([stopped, praetor.lost]);
  console.log('Stopping …');
}

function greeting({ url, demo }: Praetor, milliseconds: number): string {
  const lines = [
    `Praetor answers at ${url} after ${(milliseconds / 1000).toFixed(1)} s.`,
    `  GraphQL  ${url}/graphql`,
    `  Tour     ${url}/tour`,
  ];
  if (demo) lines.push('', ...greetingOf(demo));
  return [...lines, '', 'Ctrl-C stops it; the data stays.'].join('\n');
}

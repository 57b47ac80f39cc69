import { systemClock } from '@praetor/kernel/clock';
import { stopSignal } from '@praetor/subgraph/process';
import { readEnv } from './env.ts';
import { startPraetor, type Praetor } from './praetor.ts';

/** `praetor start`: runs until asked to stop, then drains. */
export async function start(): Promise<void> {
  const stopped = stopSignal();
  const began = performance.now();
  await using praetor = await startPraetor(readEnv(), systemClock);
  console.log(greeting(praetor, performance.now() - began));
  await stopped;
  console.log('Stopping …');
}

function greeting({ url, demo }: Praetor, milliseconds: number): string {
  const lines = [
    `Praetor answers at ${url} after ${(milliseconds / 1000).toFixed(1)} s.`,
    `  GraphQL  ${url}/graphql`,
    `  Tour     README.md`,
  ];
  if (demo) {
    const width = Math.max(...demo.logins.map(({ email }) => email.length));
    lines.push('', 'Demo logins (tenant "demo"):');
    for (const { role, email, password } of demo.logins) lines.push(`  ${role.padEnd(10)} ${email.padEnd(width)}  ${password}`);
    lines.push(`  ${'PARTNER'.padEnd(10)} API key ${demo.apiKey}`);
  }
  return [...lines, '', 'Ctrl-C stops it; the data stays.'].join('\n');
}

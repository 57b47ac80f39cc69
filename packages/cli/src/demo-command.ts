import { systemClock } from '@praetor/kernel/clock';
import { seedDemo } from './demo.ts';
import { readEnv } from './env.ts';
import { greetingOf } from './greeting.ts';
import { accounts } from './subgraphs.ts';
import { withSubgraph } from './with-subgraph.ts';

/** `praetor demo`: the demo tenant in a prepared database, for a distributed form to try. */
export async function demoCommand(): Promise<void> {
  const env = readEnv();
  const demo = await withSubgraph(env, accounts, (running) => seedDemo(running, env.home, systemClock));
  console.log(greetingOf(demo).join('\n'));
}

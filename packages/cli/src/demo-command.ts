import { systemClock } from '@praetor/kernel/clock';
import { seedDemo } from './demo.ts';
import { readEnv } from './env.ts';
import { greetingOf } from './greeting.ts';
import { withAccounts } from './with-accounts.ts';

/** `praetor demo`: the demo tenant in a prepared database, for a distributed form to try. */
export async function demoCommand(): Promise<void> {
  const env = readEnv();
  const demo = await withAccounts(env, (accounts) => seedDemo(accounts, env.home, systemClock));
  console.log(greetingOf(demo).join('\n'));
}

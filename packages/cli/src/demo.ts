import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { foundTenant, newDemo } from '@praetor/accounts/service';
import type { Clock } from '@praetor/kernel/clock';
import type { RunningSubgraph } from '@praetor/subgraph/service';
import { z } from 'zod';
import { keptOnce } from './home.ts';

const Demo = z.object({
  slug: z.string(),
  name: z.string(),
  logins: z.array(
    z.object({
      role: z.enum(['BUYER', 'SELLER', 'SUPPORT', 'MODERATOR', 'FINANCE', 'AUDITOR', 'ADMIN']),
      email: z.string(),
      password: z.string(),
    }),
  ),
  apiKey: z.string(),
});
export type Demo = z.infer<typeof Demo>;

const file = (home: string): string => join(home, 'demo.json');
const kept = (home: string): Demo => keptOnce(file(home), Demo, newDemo as () => Demo);

/** Makes what is missing of the demo tenant. Its generated passwords are kept in `home`: the database cannot tell them. */
export async function seedDemo(accounts: Pick<RunningSubgraph, 'orm'>, home: string, clock: Clock): Promise<Demo> {
  const demo = kept(home);
  await foundTenant(accounts, clock, demo);
  return demo;
}

/** The demo that a start in this folder made, if one did. */
export const demoOf = (home: string): Demo | null => (existsSync(file(home)) ? kept(home) : null);

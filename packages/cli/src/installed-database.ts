import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { embeddedUrl, StartProblem } from '@praetor/postgres/embedded';
import type { PraetorEnv } from './env.ts';
import { derived, secretOf } from './home.ts';

/** The administrator's URL of the database that is in use: the one given, or the embedded one of a Praetor that runs. */
export function installedDatabase(env: PraetorEnv): string {
  if (env.databaseUrl) return env.databaseUrl;
  const file = join(env.home, 'postgres/data/postmaster.pid');
  if (!existsSync(file)) throw new StartProblem(`No Praetor runs over ${env.home}: start it, or set DATABASE_URL.`);
  const port = Number(readFileSync(file, 'utf8').split('\n')[3]);
  return embeddedUrl(port, derived(secretOf(env), 'database administrator'));
}

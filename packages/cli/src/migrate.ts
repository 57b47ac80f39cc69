import { InvalidSettings } from '@praetor/kernel/settings';
import { readEnv } from './env.ts';
import { secretOf } from './home.ts';
import { migrateAll, passwordsOf } from './installation.ts';

/** `praetor migrate`: prepares a database that other processes will use. */
export async function migrate(): Promise<void> {
  const env = readEnv();
  if (!env.databaseUrl)
    throw new InvalidSettings(['DATABASE_URL: write the URL of an administrator of the database to prepare.']);
  const changed = await migrateAll(env.databaseUrl, passwordsOf(secretOf(env), env));
  console.log(changed ? 'The database is prepared.' : 'The database is up to date.');
}

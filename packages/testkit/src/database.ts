import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { prepareDatabase, roleOf, urlFor } from '@praetor/postgres/database';
import type { Store } from '@praetor/postgres/orm';
import pg from 'pg';

export interface TestDatabase extends AsyncDisposable {
  /** The administrator's URL. */
  readonly url: string;
  /** As one subgraph logs in. */
  urlOf(schema: string): string;
}

export const testPassword = 'test';

/**
 * A database of its own for one test file, cloned from a template that is migrated once a run and set of stores.
 * @param shared DDL of the shared schema, as `prepareDatabase` takes it.
 */
export async function testDatabase(stores: Store[], shared: string): Promise<TestDatabase> {
  const server = process.env.PRAETOR_TEST_POSTGRES_URL;
  if (!server) throw new Error('PRAETOR_TEST_POSTGRES_URL is not set: run under the project’s vitest configuration.');
  const name = `t_${randomBytes(8).toString('hex')}`;
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  const template = `template_${fingerprint(stores, shared)}`;
  // Advisory locks are per database and roles per cluster: all takers meet in the maintenance database.
  await admin.query('select pg_advisory_lock(727_002)');
  try {
    if (!(await admin.query('select 1 from pg_database where datname = $1', [template])).rowCount) {
      await admin.query(`create database ${template}_new`);
      await prepareDatabase({
        url: databaseUrl(server, `${template}_new`),
        stores,
        passwordOf: () => testPassword,
        shared,
        readers: ['gateway'],
      });
      await admin.query(`alter database ${template}_new rename to ${template}`);
    }
    await admin.query(`create database ${name} template ${template} strategy file_copy`);
  } finally {
    await admin.query('select pg_advisory_unlock(727_002)');
  }
  const url = databaseUrl(server, name);
  return {
    url,
    urlOf: (schema) => urlFor(url, roleOf(schema), testPassword),
    async [Symbol.asyncDispose]() {
      await admin.query(`drop database ${name} with (force)`);
      await admin.end();
    },
  };
}

function databaseUrl(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

/** Changes whenever a migration does. */
function fingerprint(stores: Store[], shared: string): string {
  const hash = createHash('sha256').update(shared);
  for (const { schema, migrations } of stores) {
    hash.update(schema);
    for (const file of readdirSync(migrations).sort()) {
      if (file.endsWith('.ts')) hash.update(readFileSync(new URL(file, migrations)));
    }
  }
  return hash.digest('hex').slice(0, 16);
}

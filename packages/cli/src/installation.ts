import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { transportTables } from '@praetor/events/tables';
import { prepareDatabase, roleOf } from '@praetor/postgres/database';
import { prepareDurable } from '@praetor/subgraph/durable';
import pg from 'pg';
import type { PraetorEnv } from './env.ts';
import { derived } from './home.ts';
import { roleNames } from './parts.ts';
import { subgraphs } from './subgraphs.ts';

const stores = subgraphs.map(({ store }) => store);
const members = stores.map(({ schema }) => roleOf(schema));
const shared = transportTables(members, [roleOf('gateway')]);

/** The password of a database role: the operator's choice, or derived from the installation's secret. */
export function passwordsOf(secret: string, { rolePasswords }: Pick<PraetorEnv, 'rolePasswords'>): (role: string) => string {
  return (role) => rolePasswords.get(role) ?? derived(secret, `database role ${role}`);
}

/**
 * Brings the database to what this version needs: roles, schemas, migrations, the event transport, the durable engine.
 * A database that already is there is recognised by one query, so that a warm start does not pay for it. Whether there was
 * anything to do.
 */
export async function migrateAll(adminUrl: string, passwordOf: (role: string) => string): Promise<boolean> {
  const wanted = fingerprint(passwordOf);
  if ((await installed(adminUrl)) === wanted) return false;
  await prepareDatabase({ url: adminUrl, stores, passwordOf, shared, readers: ['gateway', 'durable'] });
  await prepareDurable(adminUrl, members);
  await remember(adminUrl, wanted);
  return true;
}

function fingerprint(passwordOf: (role: string) => string): string {
  const hash = createHash('sha256').update(shared);
  for (const role of roleNames) hash.update(derived(passwordOf(role), 'fingerprint'));
  for (const { schema, migrations } of stores) {
    for (const file of readdirSync(migrations)
      .filter((name) => name.endsWith('.ts'))
      .sort()) {
      hash
        .update(schema)
        .update(file)
        .update(readFileSync(new URL(file, migrations)));
    }
  }
  return hash.digest('hex');
}

async function installed(url: string): Promise<string | null> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ known: boolean }>("select to_regclass('praetor.installation') is not null as known");
    if (!rows[0]?.known) return null;
    return (
      (await client.query<{ fingerprint: string }>('select fingerprint from praetor.installation')).rows[0]?.fingerprint ?? null
    );
  });
}

async function remember(url: string, value: string): Promise<void> {
  await withClient(url, async (client) => {
    await client.query(`create schema if not exists praetor;
      create table if not exists praetor.installation ("only" boolean primary key default true check ("only"), fingerprint text not null)`);
    await client.query(
      'insert into praetor.installation (fingerprint) values ($1) on conflict ("only") do update set fingerprint = $1',
      [value],
    );
  });
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'praetor-install' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

import pg from 'pg';
import { connect, type Store } from './orm.ts';

/** Login role of one subgraph: it may use its own schema and the event transport, nothing else. */
export const roleOf = (schema: string): string => `praetor_${schema}`;

/** The same database, entered by another role. */
export function urlFor(url: string, role: string, password: string): string {
  const other = new URL(url);
  other.username = role;
  other.password = encodeURIComponent(password);
  return other.href;
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/**
 * Creates, or brings up to date, the login role and schema of each store and the shared schema of the event
 * transport. Safe to run by several starters at once: an advisory lock makes them take turns.
 */
export async function prepareDatabase(options: {
  /** Administrator's URL. */
  url: string;
  stores: Store[];
  passwordOf: (schema: string) => string;
  /** DDL of the shared schema, idempotent. */
  shared: string;
  /** Roles besides the stores' that may read the transport (`gateway`). */
  readers?: string[];
}): Promise<void> {
  const { url, stores, passwordOf, shared, readers = [] } = options;
  const client = new pg.Client({ connectionString: url, application_name: 'praetor-migrate' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock(727_001)');
    const database = String((await client.query('select current_database() as name')).rows[0].name);
    await client.query(`revoke all on schema public from public; revoke all on database "${database}" from public`);
    for (const schema of [...stores.map((s) => s.schema), ...readers])
      await prepareRole(client, schema, passwordOf(schema), database);
    for (const { schema } of stores) await prepareSchema(client, schema);
    await client.query(shared);
    for (const store of stores) await migrate(store, url);
    for (const { schema } of stores) await grant(client, schema);
  } finally {
    await client.end();
  }
}

async function prepareRole(client: pg.Client, schema: string, password: string, database: string): Promise<void> {
  const role = roleOf(schema);
  const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [role]);
  if (!rowCount) await client.query(`create role ${role} login nosuperuser nobypassrls`);
  await client.query(`alter role ${role} password ${quoted(password)}`);
  await client.query(`grant connect on database "${database}" to ${role}`);
}

async function prepareSchema(client: pg.Client, schema: string): Promise<void> {
  await client.query(`create schema if not exists ${schema}`);
  await client.query(`grant usage on schema ${schema} to ${roleOf(schema)}`);
}

async function grant(client: pg.Client, schema: string): Promise<void> {
  await client.query(`grant select, insert, update, delete on all tables in schema ${schema} to ${roleOf(schema)};
    grant usage, select on all sequences in schema ${schema} to ${roleOf(schema)};
    revoke all on ${schema}.migration from ${roleOf(schema)}`);
}

/** Runs what is pending of one store's migrations, as the administrator. */
export async function migrate(store: Store, url: string): Promise<string[]> {
  const orm = await connect(store, url, 2);
  try {
    const done = await orm.migrator.up();
    return done.map((m) => m.name);
  } finally {
    await orm.close();
  }
}

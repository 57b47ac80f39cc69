import { newId, uuidOf } from '@praetor/kernel/id';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { live } from './erasure-life.ts';
import { whole, type Whole } from './whole.ts';

let world: Whole;
let tables: Table[];
beforeAll(async () => {
  world = await whole();
  await live(world);
  tables = await tablesOf(world);
}, 120_000);
afterAll(() => world[Symbol.asyncDispose]());

/** Tables that belong to no tenant, and why. */
const ofNoTenant: Record<string, string> = {
  'transport.consumer_group': 'how far a consumer has read, of all tenants alike; for workers only',
  'transport.horizon': 'what was pruned, of all tenants alike; for workers only',
};
for (const name of ['accounts', 'trust', 'admin', 'audit', 'disputes', 'notifications'])
  ofNoTenant[`${name}.migration`] = 'which migrations ran; no login of a subgraph may read it';

interface Column {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
}
interface Table {
  readonly schema: string;
  readonly name: string;
  readonly columns: Column[];
  readonly forced: boolean;
  /** What its policies look at. */
  readonly policies: string;
}

/** The database's own list: a new table is in it without anybody's doing. */
async function tablesOf({ look }: Whole): Promise<Table[]> {
  return look<Table>(
    `select n.nspname as schema, n.nspname || '.' || c.relname as name, c.relrowsecurity and c.relforcerowsecurity as forced,
       (select coalesce(string_agg(coalesce(qual, '') || coalesce(with_check, ''), ' '), '') from pg_policies
        where schemaname = n.nspname and tablename = c.relname) as policies,
       (select jsonb_agg(jsonb_build_object('name', attname, 'type', format_type(atttypid, null), 'required', attnotnull) order by attnum) from pg_attribute
        where attrelid = c.oid and attnum > 0 and not attisdropped) as columns
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema') order by 2`,
  );
}

const has = ({ columns }: Table, column: string): boolean => columns.some(({ name }) => name === column);
const walled = (): Table[] => tables.filter((table) => has(table, 'tenant_id'));

/** As the subgraph itself logs in; what `work` does is undone. */
async function asSubgraph<T>(
  schema: string,
  settings: Record<string, string>,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: world.urlOf(schema === 'transport' ? 'accounts' : schema) });
  await client.connect();
  try {
    await client.query('begin');
    for (const [name, value] of Object.entries(settings)) await client.query('select set_config($1, $2, true)', [name, value]);
    return await work(client);
  } finally {
    await client.query('rollback');
    await client.end();
  }
}

const count = async (client: pg.Client, { name }: Table, where = 'true'): Promise<number> =>
  Number((await client.query<{ n: string }>(`select count(*) as n from ${name} where ${where}`)).rows[0]!.n);

/** How many rows a statement touched, or the code of the error that stopped it. */
async function tried(client: pg.Client, statement: string, values: unknown[] = []): Promise<number | string> {
  await client.query('savepoint trial');
  try {
    return (await client.query(statement, values)).rowCount ?? 0;
  } catch (error) {
    await client.query('rollback to trial');
    return (error as { code: string }).code;
  }
}

const samples: Record<string, unknown> = { uuid: '00000000-0000-7000-8000-000000000001', jsonb: {}, boolean: false };
/** A row that satisfies every type; row security is asked before constraints are. */
function rowOf({ columns }: Table, given: Record<string, unknown>): string {
  const needed = columns.filter(({ name, required }) => required || Object.hasOwn(given, name));
  const entries = needed.map(({ name, type }) => {
    if (Object.hasOwn(given, name)) return [name, given[name]];
    if (type.endsWith('[]')) return [name, []];
    if (/int|numeric|serial/.test(type)) return [name, 1];
    if (type.startsWith('timestamp')) return [name, '2026-01-01T00:00:00Z'];
    return [name, samples[type] ?? 'x'];
  });
  return JSON.stringify(Object.fromEntries(entries));
}
const planted = ({ name }: Table) =>
  `insert into ${name} overriding system value select * from jsonb_populate_record(null::${name}, $1::jsonb)`;

const refused = ['42501', '23001'];

describe('tenants', () => {
  test('every table is a tenant’s and says so, or is named with its reason; no login passes row security', async () => {
    expect(tables.length).toBeGreaterThan(60);
    expect(tables.filter((table) => !has(table, 'tenant_id')).map(({ name }) => name)).toEqual(
      Object.keys(ofNoTenant).toSorted(),
    );
    for (const { name, forced, policies } of walled()) {
      expect(forced, name).toBe(true);
      expect(policies, name).toMatch(/praetor\.(tenant_id|worker)/);
    }
    const strong = await world.look(
      "select rolname from pg_roles where rolname like 'praetor\\_%' and (rolsuper or rolbypassrls)",
    );
    expect(strong).toEqual([]);
  });

  test('rows of a tenant are invisible to another and to nobody’s login, by query and by write, in every table', async () => {
    const [here, elsewhere] = [uuidOf(world.tenantId), uuidOf(newId('tenant'))];
    const filled: string[] = [];
    for (const table of walled()) {
      const { name, schema } = table;
      expect(await asSubgraph(schema, {}, (client) => tried(client, `select from ${name}`)), `${name}, nobody`).toSatisfy(none);
      await asSubgraph(schema, { 'praetor.tenant_id': elsewhere, 'praetor.organizations': '*' }, async (client) => {
        expect(await tried(client, `select from ${name}`), `${name}, another reads`).toSatisfy(none);
        expect(await tried(client, `delete from ${name}`), `${name}, another deletes`).toSatisfy(none);
        expect(await tried(client, `update ${name} set tenant_id = tenant_id`), `${name}, another writes`).toSatisfy(none);
        const row = rowOf(table, { tenant_id: here });
        expect(refused, `${name}, another plants`).toContain(await tried(client, planted(table), [row]));
      });
      await asSubgraph(schema, { 'praetor.tenant_id': here, 'praetor.organizations': '*' }, async (client) => {
        if (schema === 'transport' || !(await count(client, table))) return;
        filled.push(name);
        const moved = await tried(client, `update ${name} set tenant_id = $1`, [elsewhere]);
        expect(refused, `${name}, its own gives away`).toContain(moved);
      });
    }
    expect(filled.length, 'tables that the story fills').toBeGreaterThan(45);
  });
});

const none = (outcome: number | string): boolean => outcome === 0 || outcome === '42501';

describe('vendors inside a tenant', () => {
  test('rows of an organization are invisible to another, by query and by write, in every table that names one', async () => {
    const named = tables.filter((table) => has(table, 'organization_id') || table.name === 'accounts.organization');
    expect(named.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['accounts.invitation', 'accounts.membership', 'accounts.organization', 'accounts.team']),
    );
    const owner = (table: Table): string => (table.name === 'accounts.organization' ? 'id' : 'organization_id');
    const [{ id: one }] = (await world.look<{ id: string }>('select organization_id as id from accounts.team limit 1')) as [
      { id: string },
    ];
    for (const table of named) {
      const { name, schema } = table;
      const inTenant = (organizations: string) => ({
        'praetor.tenant_id': uuidOf(world.tenantId),
        'praetor.organizations': organizations,
      });
      for (const scope of ['', uuidOf(newId('organization'))]) {
        await asSubgraph(schema, inTenant(scope), async (client) => {
          expect(await count(client, table), `${name}, read with "${scope}"`).toBe(0);
          expect(await tried(client, `delete from ${name}`), `${name}, delete`).toBe(0);
          expect(await tried(client, `update ${name} set ${owner(table)} = ${owner(table)}`), `${name}, write`).toBe(0);
          const row = rowOf(table, { tenant_id: uuidOf(world.tenantId), [owner(table)]: one });
          expect(await tried(client, planted(table), [row]), `${name}, plant`).toBe('42501');
        });
      }
      await asSubgraph(schema, inTenant(one), async (client) => {
        expect(await count(client, table, `${owner(table)} <> '${one}'`), `${name}, its own scope`).toBe(0);
      });
      const all = await asSubgraph(schema, inTenant('*'), (client) => count(client, table));
      if (name !== 'accounts.team_member') expect(all, `${name} is filled`).toBeGreaterThan(0);
    }
  });
});

import { newId, uuidOf, type Id } from '@praetor/kernel/id';
import { asWorker, forTenant, inTenant } from '@praetor/postgres/tenancy';
import { accountActor } from '@praetor/testkit/actors';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AuditEntryRow } from '../src/db/entry.entity.ts';
import { auditWorld, type AuditWorld } from './world.ts';

const tables = ['entry', 'log', 'tile', 'checkpoint', 'signing_key'];

let world: AuditWorld;
let other: Id<'tenant'>;
let entryId: string;
beforeAll(async () => {
  world = await auditWorld();
  other = newId('tenant');
  await world.append(world.story(30));
  await world.append(world.story(10, other), other);
  await world.subgraph.jobs[0]!.runOnce();
  const { data } = await world.query(world.auditor, '{ auditEntry(index: 3) { id } }');
  entryId = (data as { auditEntry: { id: string } }).auditEntry.id;
});
afterAll(() => world[Symbol.asyncDispose]());

test('an auditor of another tenant sees their own log and nothing of this one', async () => {
  const stranger = accountActor(other, ['AUDITOR']);
  const text = `query ($id: ID!) {
    auditEntry(id: $id) { id }
    auditSummary { entries }
    auditCheckpoint { size publicKey }
    auditEntries(first: 100) { edges { node { id } } }
    _entities(representations: [{ __typename: "AuditEntry", id: $id }]) { ... on AuditEntry { leaf } }
  }`;
  const { data, errors } = await world.query(stranger, text, { id: entryId });
  expect(errors).toBeUndefined();
  expect(data).toMatchObject({
    auditEntry: null,
    auditSummary: { entries: '10' },
    auditCheckpoint: { size: '10' },
    _entities: [null],
  });
  const { auditEntries, auditCheckpoint } = data as {
    auditEntries: { edges: { node: { id: string } }[] };
    auditCheckpoint: { publicKey: string };
  };
  expect(auditEntries.edges).toHaveLength(10);
  expect(auditEntries.edges.map((edge) => edge.node.id)).not.toContain(entryId);
  expect(auditCheckpoint.publicKey).toContain(other);
});

test('an entry beyond the own log is beyond it, however long another’s is', async () => {
  const { data, errors } = await world.query(
    accountActor(other, ['AUDITOR']),
    '{ auditEntry(index: 20) { id } proof: auditInclusionProof(index: 20) { root } }',
  );
  expect(data).toMatchObject({ auditEntry: null, proof: null });
  expect(errors).toMatchObject([{ message: expect.stringContaining('0 to 9'), extensions: { code: 'BAD_USER_INPUT' } }]);
});

test('without a tenant the ORM throws and SQL under the role shows nothing', async () => {
  const em = world.subgraph.orm.em.fork();
  await expect(em.find(AuditEntryRow, {})).rejects.toThrow(/tenant/);
  for (const table of tables) expect(await em.execute(`select 1 from audit.${table}`), table).toEqual([]);
});

test('SQL under the role shows the own tenant only, and writes into no other', async () => {
  for (const table of tables) {
    const seen: { tenant_id: string }[] = await inTenant(world.subgraph.orm, other, (tx) =>
      tx.execute(`select distinct tenant_id from audit.${table}`),
    );
    expect(seen, table).toEqual([{ tenant_id: uuidOf(other) }]);
  }
  await expect(
    inTenant(world.subgraph.orm, other, (tx) =>
      tx.execute(`insert into audit.tile (tenant_id, level, index, hashes) values ('${uuidOf(world.tenantId)}', 5, 0, '\\x00')`),
    ),
  ).rejects.toThrow(/row-level security/);
});

test('a sweep may see which logs grew, across tenants, and nothing of what they say', async () => {
  const count = (table: string) =>
    asWorker(world.subgraph.orm, (tx) => tx.execute(`select count(distinct tenant_id)::int as tenants from audit.${table}`));
  expect(await count('log')).toEqual([{ tenants: 2 }]);
  for (const table of ['entry', 'tile', 'signing_key']) expect(await count(table), table).toEqual([{ tenants: 0 }]);
  await asWorker(world.subgraph.orm, (tx) => tx.execute('update audit.log set size = size + 1'));
  const { rows } = await world.admin.query<{ size: string }>('select size from audit.log order by size');
  expect(rows).toEqual([{ size: '10' }, { size: '30' }]);
});

test('an entity manager of one tenant does not find another’s entry by its key', async () => {
  const key = { tenantId: world.tenantId, index: 3 };
  expect(await forTenant(world.subgraph.orm, other).findOne(AuditEntryRow, key)).toBeNull();
  expect(await forTenant(world.subgraph.orm, world.tenantId).findOne(AuditEntryRow, key)).not.toBeNull();
});

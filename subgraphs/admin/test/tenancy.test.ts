import { accountActor } from '@praetor/testkit/actors';
import { newId, uuidOf } from '@praetor/kernel/id';
import { roleOf, urlFor } from '@praetor/postgres/database';
import { testPassword } from '@praetor/testkit/database';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { adminWorld, type AdminWorld, type Flagged } from './world.ts';

let world: AdminWorld;
let flagged: Flagged;
const elsewhere = newId('tenant');
beforeAll(async () => {
  world = await adminWorld();
  flagged = await world.flagged();
});
afterAll(() => world[Symbol.asyncDispose]());

describe('another tenant', () => {
  const foreign = accountActor(elsewhere, ['ADMIN', 'MODERATOR', 'AUDITOR']);
  // The worst case: the very id of the reporter, in a token of another tenant.
  const impostor = () => accountActor(elsewhere, ['MODERATOR'], { id: flagged.reporter.id });

  test.each([
    ['by id', '{ flag(id: $id) { id } }', { flag: null }],
    ['in a list', '{ flags { edges { node { id } } } }', { flags: { edges: [] } }],
    [
      'of an account',
      '{ _entities(representations: [{ __typename: "Account", id: $owner }]) { ... on Account { flags { edges { node { id } } } } } }',
      { _entities: [{ flags: { edges: [] } }] },
    ],
    ['as an entity', '{ _entities(representations: [{ __typename: "Flag", id: $id }]) { __typename } }', { _entities: [null] }],
  ])('finds nothing %s', async (_, query, data) => {
    const text = query.replace('$id', `"${flagged.flag.id}"`).replace('$owner', `"${flagged.owner.id}"`);
    for (const actor of [foreign, impostor()]) expect((await world.query(actor, text)).data).toEqual(data);
  });

  test('gets the same refusal for what exists elsewhere as for what exists nowhere', async () => {
    const assign = (id: string) =>
      world.query(
        impostor(),
        `mutation { assignFlag(input: { flagId: "${id}" }) { __typename ... on UserError { code message } } }`,
      );
    const [there, nowhere] = [await assign(flagged.flag.id), await assign(newId('flag'))];
    expect(there).toEqual(nowhere);
    expect(there.data?.assignFlag).toMatchObject({ code: 'NOT_FOUND' });
    const raise = (id: string) =>
      world.query(
        foreign,
        `mutation { raiseFlag(input: { entity: { type: "account", id: "${id}" }, category: "x", reason: "x" }) { __typename ... on UserError { code message } } }`,
      );
    expect(await raise(flagged.owner.id)).toEqual(await raise(newId('account')));
  });
});

test('the database shows and takes one tenant’s rows only, whatever SQL the subgraph’s role runs', async () => {
  const client = new pg.Client({ connectionString: urlFor(world.adminUrl, roleOf('admin'), testPassword) });
  await client.connect();
  try {
    const count = async () => Number((await client.query('select count(*) as n from admin.flag')).rows[0].n);
    const enter = (tenant: typeof elsewhere) =>
      client.query("select set_config('praetor.tenant_id', $1, false)", [uuidOf(tenant)]);
    expect(await count()).toBe(0);
    await enter(world.tenantId);
    expect(await count()).toBe(1);
    await enter(elsewhere);
    expect(await count()).toBe(0);
    expect((await client.query(`update admin.flag set reason = 'x'`)).rowCount).toBe(0);
    const plant = client.query(
      `insert into admin.known_account (account_id, tenant_id, roles, active) values ($1, $2, '{ADMIN}', true)`,
      [uuidOf(newId('account')), uuidOf(world.tenantId)],
    );
    await expect(plant).rejects.toThrow('row-level security');
    await expect(client.query('alter table admin.flag disable row level security')).rejects.toThrow('must be owner');
  } finally {
    await client.end();
  }
});

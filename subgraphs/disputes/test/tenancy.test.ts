import { accountActor } from '@praetor/testkit/actors';
import { newId, uuidOf } from '@praetor/kernel/id';
import { roleOf, urlFor } from '@praetor/postgres/database';
import { testPassword } from '@praetor/testkit/database';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { disputesWorld, type DisputesWorld, type Quarrel } from './world.ts';

let world: DisputesWorld;
let quarrel: Quarrel;
const elsewhere = newId('tenant');
beforeAll(async () => {
  world = await disputesWorld();
  quarrel = await world.opened();
});
afterAll(() => world[Symbol.asyncDispose]());

describe('another tenant', () => {
  const foreign = accountActor(elsewhere, ['ADMIN', 'MODERATOR', 'AUDITOR']);
  // The worst case: the very ids of the parties, in a token of another tenant.
  const impostor = () => accountActor(elsewhere, ['BUYER'], { id: quarrel.claimant.id });

  test.each([
    ['by id', '{ dispute(id: $id) { id } }', { dispute: null }],
    ['in a list', '{ disputes { edges { node { id } } } }', { disputes: { edges: [] } }],
    [
      'as an entity',
      '{ _entities(representations: [{ __typename: "Dispute", id: $id }]) { __typename } }',
      { _entities: [null] },
    ],
  ])('finds nothing %s', async (_, query, data) => {
    for (const actor of [foreign, impostor()]) {
      if (query.includes('disputes {') && actor !== foreign) continue;
      expect((await world.query(actor, query.replace('$id', `"${quarrel.dispute.id}"`))).data).toEqual(data);
    }
  });

  test('gets the same refusal for what exists elsewhere as for what exists nowhere', async () => {
    const withdraw = (id: string) =>
      world.query(
        impostor(),
        `mutation { withdrawDispute(input: { disputeId: "${id}", reason: "x" }) { __typename ... on UserError { code message } } }`,
      );
    const [there, nowhere] = [await withdraw(quarrel.dispute.id), await withdraw(newId('dispute'))];
    expect(there).toEqual(nowhere);
    expect(there.data?.withdrawDispute).toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('the database itself', () => {
  test('shows and takes one tenant’s rows only, whatever SQL the subgraph’s role runs', async () => {
    const client = new pg.Client({ connectionString: urlFor(world.adminUrl, roleOf('disputes'), testPassword) });
    await client.connect();
    try {
      const count = async () => Number((await client.query('select count(*) as n from disputes.dispute')).rows[0].n);
      expect(await count()).toBe(0);
      await client.query("select set_config('praetor.tenant_id', $1, false)", [uuidOf(elsewhere)]);
      expect(await count()).toBe(0);
      await client.query("select set_config('praetor.tenant_id', $1, false)", [uuidOf(world.tenantId)]);
      expect(await count()).toBe(1);
      await client.query("select set_config('praetor.tenant_id', $1, false)", [uuidOf(elsewhere)]);
      const steal = client.query(`update disputes.dispute set description = 'x'`);
      expect((await steal).rowCount).toBe(0);
      const plant = client.query('insert into disputes.party (account_id, tenant_id, may_open) values ($1, $2, true)', [
        uuidOf(newId('account')),
        uuidOf(world.tenantId),
      ]);
      await expect(plant).rejects.toThrow('row-level security');
    } finally {
      await client.end();
    }
  });

  test('keeps the role out of every other schema, and from switching the walls off', async () => {
    const client = new pg.Client({ connectionString: urlFor(world.adminUrl, roleOf('disputes'), testPassword) });
    await client.connect();
    try {
      await expect(client.query('alter table disputes.dispute disable row level security')).rejects.toThrow('must be owner');
      await expect(client.query('create table public.loot (x int)')).rejects.toThrow('permission denied');
      await expect(client.query('select * from disputes.migration')).rejects.toThrow('permission denied');
    } finally {
      await client.end();
    }
  });
});

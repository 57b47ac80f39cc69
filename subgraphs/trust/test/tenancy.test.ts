import { newId } from '@praetor/kernel/id';
import { forTenant, inTenant } from '@praetor/postgres/tenancy';
import { sql } from '@praetor/postgres/sql';
import { accountActor } from '@praetor/testkit/actors';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TrustProfileRow } from '../src/db/trust-profile.entity.ts';
import { trustWorld, type TrustWorld } from './world.ts';

let world: TrustWorld;
beforeAll(async () => (world = await trustWorld()));
afterAll(() => world[Symbol.asyncDispose]());

const other = newId('tenant');
const stranger = (roles = ['ADMIN']) => accountActor(other, roles);

test('another tenant sees nothing, through queries, entities or plain SQL', async () => {
  const buyer = world.account();
  await world.hear([world.order(buyer)]);
  const operation = `query ($id: ID!, $of: [_Any!]!) {
    trustProfile(accountId: $id) { score } trustProfiles { edges { node { score } } } trustSummary { count }
    _entities(representations: $of) { ... on Account { trust { score } } } }`;
  const variables = { id: buyer, of: [{ __typename: 'Account', id: buyer }] };
  const empty = { trustProfile: null, trustProfiles: { edges: [] }, _entities: [{ trust: null }] };
  const seen = await world.query(stranger(), operation, variables);
  expect(seen.errors).toBeUndefined();
  expect(seen.data).toMatchObject({ ...empty, trustSummary: Array.from({ length: 5 }, () => ({ count: 0 })) });
  const own = await world.query(accountActor(world.tenantId, ['ADMIN']), operation, variables);
  expect(own.data).toMatchObject({ trustProfile: { score: 556 }, _entities: [{ trust: { score: 556 } }] });

  const { orm } = world.subgraph;
  expect(await forTenant(orm, other).count(TrustProfileRow, {})).toBe(0);
  await expect(orm.em.fork().count(TrustProfileRow, {})).rejects.toThrow();
  for (const table of ['trust_profile', 'stream_time', 'outbox_event']) {
    expect(await inTenant(orm, other, (tx) => sql(tx, `select 1 from trust.${table}`))).toEqual([]);
    expect(await orm.em.fork().transactional((tx) => sql(tx, `select 1 from trust.${table}`))).toEqual([]);
  }
});

test('a sweep across tenants may look, and may not touch', async () => {
  await world.hear([world.order(world.account())]);
  const touch = world.subgraph.orm.em.fork();
  touch.setSessionContext({ variables: { 'praetor.worker': 'on' } });
  const touched = await touch.transactional(async (tx) => {
    const seen = await sql(tx, 'select 1 from trust.trust_profile');
    return { seen: seen.length, changed: (await sql(tx, 'update trust.trust_profile set score = 1000 returning 1')).length };
  });
  expect(touched.seen).toBeGreaterThan(0);
  expect(touched.changed).toBe(0);
});

test('an event of one tenant cannot reach an account of another', async () => {
  const buyer = world.account();
  await world.hear([world.order(buyer)]);
  const before = await world.rows();
  await expect(world.hear([{ ...world.order(buyer), tenantid: other }], other)).rejects.toThrow();
  expect(await world.rows()).toEqual(before);
});

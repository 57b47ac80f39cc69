import { newId } from '@praetor/kernel/id';
import { forTenant, inTenant } from '@praetor/postgres/tenancy';
import { sql } from '@praetor/postgres/sql';
import { accountActor } from '@praetor/testkit/actors';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TrustProfileRow } from '../src/db/trust-profile.entity.ts';
import { currentModel } from '../src/domain/models.ts';
import { admin, drafted, run } from './models.ts';
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
  const ask = `mutation ($input: TrustDecisionInput!) { trustDecision(input: $input) { ... on TrustDecision { id score } } }`;
  const asked = { requestId: 'same', accountId: buyer, action: 'COUPON' };
  const decided = async (tenantId: typeof other) =>
    (await world.query(accountActor(tenantId, ['ADMIN'], { id: stranger().id }), ask, { input: asked })).data;
  expect(await decided(world.tenantId)).toMatchObject({ trustDecision: { score: 556 } });
  expect(await decided(other), 'of an account that is not theirs nothing is known').toMatchObject({
    trustDecision: { score: 500 },
  });
  const lists = `{ trustDecisions { edges { node { id } } } trustOverrides { edges { node { id } } } }`;
  expect((await world.query(accountActor(newId('tenant'), ['ADMIN']), lists)).data).toEqual({
    trustDecisions: { edges: [] },
    trustOverrides: { edges: [] },
  });

  const until = new Date(world.clock.now().getTime() + 60_000).toISOString();
  const override = `mutation ($input: OverrideTrustInput!) { overrideTrust(input: $input) { ... on TrustOverride { state } } }`;
  const input = { accountId: buyer, tier: 'LOW', until, reason: 'x' };
  expect((await world.query(accountActor(world.tenantId, ['ADMIN']), override, { input })).data).toEqual({
    overrideTrust: { state: 'ACTIVE' },
  });
  const third = newId('tenant');
  const { modelId } = await drafted(world, currentModel);
  await run(world, admin(world), 'startShadow', { modelId });
  await run(world, admin(world), 'set', { leastBad: 1, reason: 'r' });
  const ofModels = ['heard_statement', 'trust_model', 'trust_backtest', 'backtest_account', 'trust_shadow', 'model_gate'];
  for (const table of ofModels) {
    expect(await inTenant(orm, world.tenantId, (tx) => sql(tx, `select 1 from trust.${table}`)), table).not.toEqual([]);
    expect(await inTenant(orm, third, (tx) => sql(tx, `select 1 from trust.${table}`)), table).toEqual([]);
    expect(await orm.em.fork().transactional((tx) => sql(tx, `select 1 from trust.${table}`)), table).toEqual([]);
  }
  for (const table of [
    'trust_decision',
    'decided_state',
    'trust_override',
    'account_ref',
    'backtest_flip',
    'shadow_decision',
    'shadow_profile',
  ]) {
    expect(await inTenant(orm, third, (tx) => sql(tx, `select 1 from trust.${table}`))).toEqual([]);
    expect(await orm.em.fork().transactional((tx) => sql(tx, `select 1 from trust.${table}`))).toEqual([]);
  }
  for (const table of ['trust_profile', 'stream_time', 'outbox_event']) {
    expect(await inTenant(orm, third, (tx) => sql(tx, `select 1 from trust.${table}`))).toEqual([]);
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

import { roles, type Role } from '@praetor/authorization/roles';
import { accountActor, anonymousActor } from '@praetor/testkit/actors';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { disputesWorld, type DisputesWorld, type Quarrel } from './world.ts';

let world: DisputesWorld;
let quarrel: Quarrel;
beforeAll(async () => {
  world = await disputesWorld();
  quarrel = await world.awaitingReview();
});
afterAll(() => world[Symbol.asyncDispose]());

describe.each(Object.keys(roles) as Role[])('%s', (role) => {
  const holds = (permission: string) => (roles[role] as readonly string[]).includes(permission);

  test('lists disputes with dispute:read only', async () => {
    const { data, errors } = await world.query(accountActor(world.tenantId, [role]), '{ disputes { edges { node { id } } } }');
    if (holds('dispute:read')) expect(data?.disputes).toMatchObject({ edges: [{ node: { id: quarrel.dispute.id } }] });
    else expect({ data, code: errors?.[0]?.extensions.code }).toEqual({ data: { disputes: null }, code: 'FORBIDDEN' });
  });

  test('decides with dispute:decide only, before any command runs', async () => {
    const before = (await world.announced()).length;
    const mutation = `mutation { decideDispute(input: { disputeId: "${quarrel.dispute.id}", outcome: REJECTED, rationale: "x" }) { __typename } }`;
    const { errors } = await world.query(accountActor(world.tenantId, [role]), mutation);
    if (!holds('dispute:decide')) {
      expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
      expect(await world.announced()).toHaveLength(before);
    } else expect(errors).toBeUndefined();
  });
});

test('fields of entities are guarded too: a party does not learn who judges', async () => {
  const { dispute, claimant, reviewer } = await world.underReview();
  const query = `{ _entities(representations: [{ __typename: "Dispute", id: "${dispute.id}" }]) { ... on Dispute { status reviewer { id } } } }`;
  const asParty = await world.query(claimant, query);
  expect(asParty.data?._entities).toEqual([{ status: 'UNDER_REVIEW', reviewer: null }]);
  expect(asParty.errors?.[0]).toMatchObject({ path: ['_entities', 0, 'reviewer'], extensions: { code: 'FORBIDDEN' } });
  const asStaff = await world.query(reviewer, query);
  expect(asStaff.data?._entities).toEqual([{ status: 'UNDER_REVIEW', reviewer: { id: reviewer.id } }]);
});

test('anonymous callers are told to sign in', async () => {
  const { errors } = await world.query(anonymousActor(world.tenantId), '{ myDisputes { edges { node { id } } } }');
  expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
});

test('a hundred references are one query', async () => {
  const ids: string[] = [];
  for (let n = 0; n < 5; n += 1) ids.push((await world.opened()).dispute.id);
  const representations = Array.from({ length: 100 }, (_, n) => ({ __typename: 'Dispute', id: ids[n % 5] }));
  const staff = accountActor(world.tenantId, ['AUDITOR']);
  const statements = await world.statements(() =>
    world.query(staff, 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Dispute { id evidence { id } } } }', {
      r: representations,
    }),
  );
  expect(statements.filter((text) => text.includes('from "disputes"."dispute"'))).toHaveLength(1);
  expect(statements.filter((text) => text.includes('from "disputes"."evidence"'))).toHaveLength(1);
});

test('malformed input is a refusal, and a bad cursor a coded error', async () => {
  const staff = accountActor(world.tenantId, ['AUDITOR']);
  for (const args of ['first: 0', 'first: 101', 'after: "bogus"', 'after: "WyJ4Il0"']) {
    const { errors } = await world.query(staff, `{ disputes(${args}) { edges { cursor } } }`);
    expect(errors?.[0]?.extensions.code, args).toBe('BAD_USER_INPUT');
  }
  const open = `mutation { openDispute(input: { respondentId: "nobody", category: "", description: "x" }) { ... on InvalidInput { issues { path } } } }`;
  expect((await world.query(quarrel.claimant, open)).data?.openDispute).toEqual({ issues: [{ path: ['category'] }] });
});

import { roles, type Role } from '@praetor/authorization/roles';
import { accountActor, anonymousActor, partnerActor } from '@praetor/testkit/actors';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addFlagNote } from '../src/commands/add-flag-note.ts';
import { adminWorld, type AdminWorld, type Flagged, type Person } from './world.ts';

let world: AdminWorld;
let held: Flagged & { moderator: Person };
beforeAll(async () => {
  world = await adminWorld();
  held = await world.assigned();
});
afterAll(() => world[Symbol.asyncDispose]());

describe.each(Object.keys(roles) as Role[])('%s', (role) => {
  const holds = (...permissions: string[]) => permissions.every((one) => (roles[role] as readonly string[]).includes(one));
  const input = () => `flagId: "${held.flag.id}"`;

  test.each([
    ['flags', ['flag:read'], () => '{ flags { edges { node { id } } } }'],
    ['flagsSummary', ['flag:read'], () => '{ flagsSummary { status count } }'],
    [
      'raiseFlag',
      ['flag:raise'],
      () => 'mutation { raiseFlag(input: { entity: { type: "x", id: "1" }, category: "x", reason: "x" }) { __typename } }',
    ],
    ['assignFlag', ['flag:assign'], () => `mutation { assignFlag(input: { ${input()} }) { __typename } }`],
    [
      'unassignFlag',
      ['flag:assign'],
      () => `mutation { unassignFlag(input: { ${input()}, expectedVersion: 99 }) { __typename } }`,
    ],
    [
      'resolveFlag',
      ['flag:resolve'],
      () => `mutation { resolveFlag(input: { ${input()}, resolution: WARN, reason: "x", expectedVersion: 99 }) { __typename } }`,
    ],
    [
      'addFlagNote',
      ['flag:read', 'flag:raise'],
      () => `mutation { addFlagNote(input: { ${input()}, text: "x" }) { __typename } }`,
    ],
  ])('asks %s with its permissions only, before any command runs', async (_, needed, operation) => {
    const before = (await world.announced()).length;
    const { errors } = await world.query(accountActor(world.tenantId, [role]), operation());
    if (holds(...needed)) return expect(errors).toBeUndefined();
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect(await world.announced()).toHaveLength(before);
  });
});

test('a partner sees its own flags, and of them not what staff keep to themselves', async () => {
  const partner = partnerActor(world.tenantId);
  const raised = await world.query(
    partner,
    'mutation { raiseFlag(input: { entity: { type: "listing", id: "p" }, category: "x", reason: "x" }) { ... on Flag { id raisedBy { kind } } } }',
  );
  const own = raised.data?.raiseFlag as { id: string };
  expect(own).toMatchObject({ raisedBy: { kind: 'PARTNER' } });
  const moderator = await world.person(['MODERATOR']);
  await addFlagNote(world.room(moderator), { flagId: own.id, text: 'Known seller.' });
  const query = (id: string) =>
    `{ _entities(representations: [{ __typename: "Flag", id: "${id}" }]) { ... on Flag { status notes { text author { id } } } } }`;
  const asPartner = await world.query(partner, query(own.id));
  expect(asPartner.data?._entities).toEqual([{ status: 'OPEN', notes: null }]);
  expect(asPartner.errors?.[0]).toMatchObject({ path: ['_entities', 0, 'notes'], extensions: { code: 'FORBIDDEN' } });
  expect((await world.query(partner, query(held.flag.id))).data?._entities).toEqual([null]);
  expect((await world.query(moderator, query(own.id))).data?._entities).toEqual([
    { status: 'OPEN', notes: [{ text: 'Known seller.', author: { id: moderator.id } }] },
  ]);
});

test('anonymous callers are told to sign in', async () => {
  const { errors } = await world.query(anonymousActor(world.tenantId), '{ flagsSummary { count } }');
  expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
});

test('lists filter by status, entity type and assignee, and count what there is', async () => {
  const auditor = accountActor(world.tenantId, ['AUDITOR']);
  const mine = await world.assigned();
  const list = async (args: string) => {
    const { data } = await world.query(auditor, `{ flags(${args}) { edges { node { id } } } }`);
    return (data!.flags as { edges: { node: { id: string } }[] }).edges.map(({ node }) => node.id);
  };
  expect(await list(`assignedTo: "${mine.moderator.id}"`)).toEqual([mine.flag.id]);
  expect(await list(`assignedTo: "${mine.moderator.id}", status: OPEN`)).toEqual([]);
  expect(await list('entityType: "listing", status: ASSIGNED')).toContain(mine.flag.id);
  expect(await list('entityType: "nothing"')).toEqual([]);
  const { data } = await world.query(auditor, '{ flagsSummary { status count } }');
  const total = (await list('first: 100')).length;
  expect((data!.flagsSummary as { count: number }[]).reduce((sum, { count }) => sum + count, 0)).toBe(total);
});

test('a hundred references are one query', async () => {
  const ids = [held.flag.id, (await world.flagged()).flag.id];
  const representations = Array.from({ length: 100 }, (_, n) => ({ __typename: 'Flag', id: ids[n % 2] }));
  const staff = accountActor(world.tenantId, ['AUDITOR']);
  const statements = await world.statements(() =>
    world.query(staff, 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Flag { id notes { id } } } }', {
      r: representations,
    }),
  );
  expect(statements.filter((text) => text.includes('from "admin"."flag"'))).toHaveLength(1);
  expect(statements.filter((text) => text.includes('from "admin"."note"'))).toHaveLength(1);
});

test('malformed input is a refusal, and a bad cursor or filter a coded error', async () => {
  const staff = accountActor(world.tenantId, ['MODERATOR']);
  for (const args of ['first: 0', 'first: 101', 'after: "bogus"', 'assignedTo: "me"', 'entityType: "a\\u0000"']) {
    const { errors } = await world.query(staff, `{ flags(${args}) { edges { cursor } } }`);
    expect(errors?.[0]?.extensions.code, args).toBe('BAD_USER_INPUT');
  }
  const raise = `mutation { raiseFlag(input: { entity: { type: "Not one", id: "" }, category: "", reason: "x" }) { ... on InvalidInput { issues { path } } } }`;
  expect((await world.query(staff, raise)).data?.raiseFlag).toEqual({
    issues: [{ path: ['entity', 'type'] }, { path: ['entity', 'id'] }, { path: ['category'] }],
  });
});

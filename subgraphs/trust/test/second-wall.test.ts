import { accountActor, anonymousActor, partnerActor } from '@praetor/testkit/actors';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { trustWorld, type TrustWorld } from './world.ts';

let world: TrustWorld;
beforeAll(async () => (world = await trustWorld()));
afterAll(() => world[Symbol.asyncDispose]());

const operations = {
  trustProfile: 'query ($id: ID!) { trustProfile(accountId: $id) { score } }',
  trustProfiles: '{ trustProfiles { edges { node { score } } } }',
  trustSummary: '{ trustSummary { count } }',
  trustDecisions: '{ trustDecisions { edges { node { id } } } }',
  trustOverrides: '{ trustOverrides { edges { node { id } } } }',
};
const codesOf = (errors: readonly { extensions?: Record<string, unknown> }[] | undefined) =>
  errors?.map(({ extensions }) => extensions?.['code']);

describe.each(Object.entries(operations))('%s', (field, operation) => {
  test.each(['SUPPORT', 'MODERATOR', 'FINANCE', 'AUDITOR', 'ADMIN'])('answers %s', async (role) => {
    const { errors } = await world.query(accountActor(world.tenantId, [role]), operation, { id: world.account() });
    expect(errors).toBeUndefined();
  });

  test.each([['BUYER'], ['SELLER'], ['GATEWAY'], ['WHATEVER']])('is closed to %s', async (role) => {
    const { data, errors } = await world.query(accountActor(world.tenantId, [role]), operation, { id: world.account() });
    expect(data).toEqual({ [field]: null });
    expect(codesOf(errors)).toEqual(['FORBIDDEN']);
  });

  test('answers a partner, and no one unknown', async () => {
    expect((await world.query(partnerActor(world.tenantId), operation, { id: world.account() })).errors).toBeUndefined();
    const { data, errors } = await world.query(anonymousActor(world.tenantId), operation, { id: world.account() });
    expect(data).toEqual({ [field]: null });
    expect(codesOf(errors)).toEqual(['UNAUTHENTICATED']);
  });
});

test('only the marketplace asks for decisions, and only some of the staff override', async () => {
  const decide = 'mutation { trustDecision(input: { requestId: "r", accountId: "x", action: COUPON }) { __typename } }';
  const override =
    'mutation { overrideTrust(input: { accountId: "x", tier: LOW, until: "2026-01-16T00:00:00Z", reason: "r" }) { __typename } }';
  for (const role of ['BUYER', 'SUPPORT', 'MODERATOR', 'FINANCE', 'AUDITOR', 'GATEWAY'])
    expect(codesOf((await world.query(accountActor(world.tenantId, [role]), decide)).errors), role).toEqual(['FORBIDDEN']);
  for (const role of ['BUYER', 'SUPPORT', 'FINANCE', 'AUDITOR', 'PARTNER'])
    expect(codesOf((await world.query(accountActor(world.tenantId, [role]), override)).errors), role).toEqual(['FORBIDDEN']);
});

test('what weighs, and what would change a tier, is not for the account itself', async () => {
  const self = accountActor(world.tenantId, ['BUYER']);
  await world.hear([world.order(self.id)]);
  const mine = '{ myTrust { strongestEvidence { weight } whatWouldChange { what } override { id } } }';
  const { data, errors } = await world.query(self, mine);
  expect(data).toEqual({ myTrust: { strongestEvidence: null, whatWouldChange: null, override: null } });
  expect(codesOf(errors)).toEqual(['FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN']);
  const seen = await world.query(
    accountActor(world.tenantId, ['SUPPORT']),
    'query ($id: ID!) { trustProfile(accountId: $id) { strongestEvidence { kind weight } whatWouldChange { what tier } } }',
    { id: self.id },
  );
  expect(seen.data).toMatchObject({
    trustProfile: { strongestEvidence: [{ kind: 'ORDER_COMPLETED', weight: expect.closeTo(1, 3) }] },
  });
});

describe('one’s own profile', () => {
  const mine = '{ myTrust { score explanation { factor points } recentSignals { kind } } }';

  test('is shown with its reasons, without the signals that would teach how to look good', async () => {
    const self = accountActor(world.tenantId, ['BUYER']);
    await world.hear([world.order(self.id)]);
    const { data, errors } = await world.query(self, mine);
    expect(data).toMatchObject({
      myTrust: { score: 556, explanation: [{ factor: 'START' }, { factor: 'ORDERS' }], recentSignals: null },
    });
    expect(codesOf(errors)).toEqual(['FORBIDDEN']);
  });

  test('is null while nothing is known, and closed to no one', async () => {
    expect((await world.query(accountActor(world.tenantId), '{ myTrust { score } }')).data).toEqual({ myTrust: null });
    expect((await world.query(partnerActor(world.tenantId), '{ myTrust { score } }')).data).toEqual({ myTrust: null });
    expect(codesOf((await world.query(anonymousActor(world.tenantId), '{ myTrust { score } }')).errors)).toEqual([
      'UNAUTHENTICATED',
    ]);
  });

  test('on Account is for oneself and staff; others find nothing there', async () => {
    const [self, neighbour] = [accountActor(world.tenantId), accountActor(world.tenantId)];
    await world.hear([world.order(self.id), world.order(neighbour.id)]);
    const entities = 'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Account { id trust { score } } } }';
    const of = [self, neighbour].map(({ id }) => ({ __typename: 'Account', id }));
    const seenBy = async (actor: typeof self) =>
      ((await world.query(actor, entities, { of })).data as { _entities: { trust: object | null }[] })._entities.map(
        ({ trust }) => trust,
      );
    expect(await seenBy(self)).toEqual([{ score: 556 }, null]);
    expect(await seenBy(accountActor(world.tenantId, ['SUPPORT']))).toEqual([{ score: 556 }, { score: 556 }]);
  });
});

test('bad input is a coded error', async () => {
  const staff = accountActor(world.tenantId, ['AUDITOR']);
  for (const args of ['first: 0', 'first: 101', 'after: "x"', 'last: -1']) {
    const { errors } = await world.query(staff, `{ trustProfiles(${args}) { edges { node { score } } } }`);
    expect(codesOf(errors), args).toEqual(['BAD_USER_INPUT']);
  }
  const { data, errors } = await world.query(staff, operations.trustProfile, { id: 'nonsense' });
  expect([data, errors]).toEqual([{ trustProfile: null }, undefined]);
});

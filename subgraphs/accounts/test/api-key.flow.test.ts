import { roles } from '@praetor/authorization/roles';
import { PolicyDenied } from '@praetor/kernel/refusal';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApiKey } from '../src/commands/create-api-key.ts';
import { lockAccount } from '../src/commands/lock-account.ts';
import { reinstateAccount } from '../src/commands/reinstate-account.ts';
import { revokeApiKey } from '../src/commands/revoke-api-key.ts';
import { revokeRole } from '../src/commands/revoke-role.ts';
import { rotateApiKey } from '../src/commands/rotate-api-key.ts';
import { digestOf } from '../src/commands/session-tokens.ts';
import { suspendAccount } from '../src/commands/suspend-account.ts';
import { unlockAccount } from '../src/commands/unlock-account.ts';
import { keyManagerRoles } from '../src/domain/api-key.ts';
import { ApiKeyRevoked } from '../src/domain/rotation.ts';
import { accountsWorld, gateway, type AccountsWorld, type Person } from './world.ts';

let world: AccountsWorld;
let one: Person;
let other: Person;
beforeAll(async () => {
  world = await accountsWorld();
  [one, other] = [await world.employ('ADMIN'), await world.employ('ADMIN')];
});
afterAll(() => world[Symbol.asyncDispose]());

const as = ({ actor }: Person) => world.room(actor);
const stateOf = async (secret: string) => {
  const { data } = await world.query(
    gateway,
    `{ apiKeyState(digest: "${digestOf(secret)}") { active id tenantId roles operationsOnly } }`,
  );
  return data?.apiKeyState as { active: boolean } | null;
};

test('the secret is shown once, kept as a digest, and worth nothing after revocation', async () => {
  const input = { name: 'Order service', idempotencyKey: 'api-1' };
  const admin = as(one);
  const { apiKey, secret } = await createApiKey(admin, input);
  expect(secret).toMatch(/^pk_[\w-]{43}$/);
  expect(await createApiKey(admin, input)).toMatchObject({ id: apiKey.id, secret: null });
  expect(await stateOf(secret!)).toEqual({
    active: true,
    id: apiKey.id,
    tenantId: world.tenantId,
    roles: ['PARTNER'],
    operationsOnly: true,
  });
  await revokeApiKey(admin, { apiKeyId: apiKey.id });
  await revokeApiKey(admin, { apiKeyId: apiKey.id });
  expect(await stateOf(secret!)).toMatchObject({ active: false });
  expect(await stateOf('pk_unknown')).toBeNull();
  expect((await world.announced('accounts.apiKeyRevoked.v1')).filter(({ data }) => data.apiKeyId === apiKey.id)).toHaveLength(1);
  await expect(createApiKey(world.room(world.staff('MODERATOR')), { name: 'Mine' })).rejects.toThrow(PolicyDenied);
});

test('a rotated secret counts until its time, the one before it no more, and none after revocation', async () => {
  const admin = as(other);
  const { apiKey, secret: first } = await createApiKey(admin, { name: 'Rotated', operationsOnly: false });
  const apiKeyId = apiKey.id;
  const previousUntil = new Date(world.clock.now().getTime() + 60_000);
  const { secret: second, apiKey: rotated } = await rotateApiKey(admin, { apiKeyId, previousUntil });
  expect(rotated.prefix).toBe(second!.slice(0, 10));
  for (const secret of [first, second]) expect(await stateOf(secret!)).toMatchObject({ active: true, operationsOnly: false });
  world.clock.advance(60_000);
  expect(await stateOf(first!)).toBeNull();
  expect(await stateOf(second!)).toMatchObject({ active: true });
  const { secret: third } = await rotateApiKey(admin, { apiKeyId, idempotencyKey: 'rotate-1' });
  expect(await rotateApiKey(admin, { apiKeyId, idempotencyKey: 'rotate-1' })).toMatchObject({ id: apiKeyId, secret: null });
  expect(await stateOf(second!)).toMatchObject({ active: true });
  await revokeApiKey(admin, { apiKeyId });
  expect(await stateOf(second!)).toBeNull();
  expect(await stateOf(third!)).toMatchObject({ active: false });
  await expect(rotateApiKey(admin, { apiKeyId })).rejects.toThrow(ApiKeyRevoked);
  const [event] = (await world.announced('accounts.apiKeyRotated.v1')).filter(({ data }) => data.apiKeyId === apiKeyId);
  expect(event?.data).toMatchObject({ prefix: rotated.prefix, previousUntil: previousUntil.toISOString() });
});

describe('a key whose maker', () => {
  const made = async () => {
    const maker = await world.employ('ADMIN');
    const { apiKey, secret } = await createApiKey(as(maker), { name: 'Theirs', operationsOnly: false });
    const isActive = async (of = secret!) => (await stateOf(of))?.active ?? false;
    const isActiveById = async () => {
      const { data } = await world.query(gateway, `{ partnerState(id: "${apiKey.id}") { active } }`);
      return (data as { partnerState: { active: boolean } }).partnerState.active;
    };
    expect([await isActive(), await isActiveById()]).toEqual([true, true]);
    return { maker, accountId: maker.account.id, apiKeyId: apiKey.id, secret: secret!, isActive, isActiveById };
  };

  test('is locked or suspended opens nothing meanwhile', async () => {
    const { accountId, isActive, isActiveById } = await made();
    await lockAccount(as(one), { accountId, reason: 'Stolen laptop.' });
    expect([await isActive(), await isActiveById()]).toEqual([false, false]);
    await unlockAccount(as(one), { accountId });
    expect([await isActive(), await isActiveById()]).toEqual([true, true]);
    await suspendAccount(as(one), { accountId, reason: 'Fraud.' });
    expect(await isActive()).toBe(false);
    await reinstateAccount(as(one), { accountId, reason: 'No fraud.' });
    expect(await isActive()).toBe(true);
  });

  test('may have no keys any more opens nothing, until somebody else answers for it; the old secret stays out', async () => {
    const { accountId, apiKeyId, secret, isActive } = await made();
    await revokeRole(as(one), { accountId, role: 'ADMIN' });
    expect(await isActive()).toBe(false);
    const { secret: taken, apiKey } = await rotateApiKey(as(other), { apiKeyId });
    expect(apiKey.vouchedById).toBe(other.account.id);
    expect([await isActive(secret), await isActive(taken!)]).toEqual([false, true]);
    await lockAccount(as(one), { accountId, reason: 'Gone.' });
    expect(await isActive(taken!)).toBe(true);
  });

  test('hands it over while all is well: both secrets count for the overlap', async () => {
    const { secret, apiKeyId, isActive } = await made();
    const { secret: taken } = await rotateApiKey(as(other), { apiKeyId });
    expect([await isActive(secret), await isActive(taken!)]).toEqual([true, true]);
  });

  test('is told to those who manage keys', async () => {
    const { accountId, apiKeyId } = await made();
    const query = '{ apiKeys(first: 100) { edges { node { id vouchedBy { id status roles } } } } }';
    const { data } = await world.query(one.actor, query);
    const { edges } = (data as { apiKeys: { edges: { node: { id: string } }[] } }).apiKeys;
    expect(edges.find(({ node }) => node.id === apiKeyId)?.node).toMatchObject({
      vouchedBy: { id: accountId, status: 'ACTIVE' },
    });
  });
});

describe('what a key may', () => {
  test('the roles that manage keys are those with the permission', () => {
    const may = Object.entries(roles).filter(([, permissions]) => (permissions as readonly string[]).includes('apiKey:manage'));
    expect(may.map(([role]) => role)).toEqual([...keyManagerRoles]);
  });

  test('its maker may, too, but for what no person can be given: sending events in the marketplace’s name', () => {
    const ofPeople = new Set<string>(Object.entries(roles).flatMap(([role, own]) => (/PARTNER|GATEWAY/.test(role) ? [] : own)));
    for (const role of keyManagerRoles) {
      const beyond = roles.PARTNER.filter((permission) => !(roles[role] as readonly string[]).includes(permission));
      expect(beyond).toEqual(['event:ingest']);
      expect(beyond.filter((permission) => ofPeople.has(permission))).toEqual([]);
    }
  });
});

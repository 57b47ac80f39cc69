import { Conflict, InvalidInput, NotFound, PolicyDenied } from '@praetor/kernel/refusal';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApiKey } from '../src/commands/create-api-key.ts';
import { deprecateOperation } from '../src/commands/deprecate-operation.ts';
import { registerOperations } from '../src/commands/register-operations.ts';
import { removeOperation } from '../src/commands/remove-operation.ts';
import { revokeApiKey } from '../src/commands/revoke-api-key.ts';
import { OperationHashTaken, OperationInUse } from '../src/domain/registered-operation.ts';
import { ApiKeyRevoked } from '../src/domain/rotation.ts';
import { accountsWorld, gateway, type AccountsWorld } from './world.ts';

let world: AccountsWorld;
beforeAll(async () => (world = await accountsWorld()));
afterAll(() => world[Symbol.asyncDispose]());

const admin = () => world.room(world.staff('ADMIN'));
const newKey = async () => (await createApiKey(admin(), { name: 'Orders' })).id;
const body = 'query Me { me { id } }';
const standsFor = async (apiKeyId: string | null, hash: string) => {
  const query = 'query ($t: ID!, $k: ID, $h: String!) { operationState(tenantId: $t, apiKeyId: $k, hash: $h) { id body } }';
  const { data, errors } = await world.query(gateway, query, { t: world.tenantId, k: apiKeyId, h: hash });
  expect(errors).toBeUndefined();
  return data?.operationState as { id: string; body: string } | null;
};

describe('registering', () => {
  test('makes hashes stand for texts, for that key alone', async () => {
    const [key, other] = [await newKey(), await newKey()];
    const { operations } = await registerOperations(admin(), { apiKeyId: key, manifest: { one: body } });
    expect(operations).toMatchObject([{ hash: 'one', name: 'Me', kind: 'query', body, apiKeyId: key }]);
    expect(await standsFor(key, 'one')).toEqual({ id: operations[0]!.id, body });
    for (const [who, hash] of [
      [other, 'one'],
      [null, 'one'],
      [key, 'two'],
    ] as const)
      expect(await standsFor(who, hash)).toBeNull();
    const [event] = (await world.announced('accounts.operationsRegistered.v1')).filter(({ data }) => data.apiKeyId === key);
    expect(event?.data.operations).toEqual([{ operationId: operations[0]!.id, hash: 'one', name: 'Me' }]);
  });

  test('for the tenant serves every key; a key’s own comes first', async () => {
    const key = await newKey();
    await registerOperations(admin(), { manifest: { shared: body } });
    expect(await standsFor(key, 'shared')).toMatchObject({ body });
    expect(await standsFor(null, 'shared')).toMatchObject({ body });
    const own = 'query Me { me { displayName } }';
    await registerOperations(admin(), { apiKeyId: key, manifest: { shared: own } });
    expect(await standsFor(key, 'shared')).toMatchObject({ body: own });
    expect(await standsFor(null, 'shared')).toMatchObject({ body });
  });

  test('again changes nothing, however parallel, and another text under a known hash is refused', async () => {
    const apiKeyId = await newKey();
    for (const owner of [{ apiKeyId }, {}]) {
      const manifest = { parallel: body, second: body };
      const all = await Promise.all(Array.from({ length: 6 }, () => registerOperations(admin(), { ...owner, manifest })));
      expect(new Set(all.flatMap(({ operations }) => operations.map(({ id }) => id))).size).toBe(2);
    }
    const changed = registerOperations(admin(), { apiKeyId, manifest: { parallel: 'query Other { me { id } }', third: body } });
    await expect(changed).rejects.toThrow(OperationHashTaken);
    expect(await standsFor(apiKeyId, 'third')).toBeNull();
  });

  test('is for those who manage keys, for keys that hold, and of manifests that read', async () => {
    const apiKeyId = await newKey();
    const manifest = { one: body };
    await expect(registerOperations(world.room(world.staff('MODERATOR')), { manifest })).rejects.toThrow(PolicyDenied);
    await expect(registerOperations(admin(), { apiKeyId, manifest: { one: 'query {' } })).rejects.toThrow(InvalidInput);
    await revokeApiKey(admin(), { apiKeyId });
    await expect(registerOperations(admin(), { apiKeyId, manifest })).rejects.toThrow(ApiKeyRevoked);
  });
});

describe('deprecating', () => {
  const day = (text: string) => new Date(`${text}T00:00:00Z`);
  const [from, sunsetAt] = [day('2026-06-01'), day('2027-01-31')];
  const made = async () => {
    const apiKeyId = await newKey();
    const { operations } = await registerOperations(admin(), { apiKeyId, manifest: { old: body } });
    return { apiKeyId, operationId: operations[0]!.id };
  };
  const stateOf = async (apiKeyId: string) => {
    const query = `query ($t: ID!, $k: ID, $h: String!) {
      operationState(tenantId: $t, apiKeyId: $k, hash: $h) { deprecatedAt sunsetAt documentation } }`;
    return (await world.query(gateway, query, { t: world.tenantId, k: apiKeyId, h: 'old' })).data?.['operationState'];
  };

  test('says when, until when, and where to read more, to gateways and to the log; and can be taken back', async () => {
    const { apiKeyId, operationId } = await made();
    const documentation = 'https://docs.example/v2';
    const row = await deprecateOperation(admin(), { operationId, from, sunsetAt, documentation });
    expect(row).toMatchObject({ deprecatedAt: from, sunsetAt, documentation });
    const told = { deprecatedAt: from.toISOString(), sunsetAt: sunsetAt.toISOString(), documentation };
    expect(await stateOf(apiKeyId)).toEqual(told);
    const [event] = await world.announced('accounts.operationDeprecated.v1');
    expect(event?.data).toMatchObject({ operationId, ...told });
    await deprecateOperation(admin(), { operationId });
    expect(await stateOf(apiKeyId)).toEqual({ deprecatedAt: null, sunsetAt: null, documentation: null });
  });

  test('takes times in order, and pages that can stand in a header', async () => {
    const { apiKeyId, operationId } = await made();
    const refused = [
      { from: sunsetAt, sunsetAt: from },
      { sunsetAt },
      { documentation: 'https://docs.example' },
      { from, documentation: 'javascript:alert(1)' },
      { from, documentation: `https://docs.example/${'x'.repeat(500)}` },
    ];
    for (const input of refused)
      await expect(deprecateOperation(admin(), { operationId, ...input }), JSON.stringify(input)).rejects.toThrow(InvalidInput);
    const documentation = 'https://docs.example/>; rel="next"\r\nSet-Cookie: a=b';
    await deprecateOperation(admin(), { operationId, from, documentation }).catch(() => {});
    expect(JSON.stringify(await stateOf(apiKeyId))).not.toMatch(/>|\\r|\\n/);
  });
});

describe('use', () => {
  const report = (operationId: string, more: object = {}, tenantId: string = world.tenantId) =>
    world.query(gateway, 'mutation ($input: ReportOperationUsageInput!) { reportOperationUsage(input: $input) { recorded } }', {
      input: {
        usages: [
          { tenantId, operationId, uses: 20, errors: 5, latencies: [0, 19, 0, 1], deprecatedUses: ['Account.login'], ...more },
        ],
      },
    });
  const usageOf = async (apiKeyId: string) => {
    const query = `query ($k: ID!) { registeredOperations(apiKeyId: $k) { edges { node {
      usage { firstUsedAt lastUsedAt count errorRate p95Milliseconds deprecated } } } } }`;
    const { data, errors } = await world.query(world.staff('ADMIN'), query, { k: apiKeyId });
    expect(errors).toBeUndefined();
    return (data as { registeredOperations: { edges: { node: { usage: Record<string, unknown> } }[] } }).registeredOperations
      .edges[0]!.node.usage;
  };

  test('adds up over reports of several gateways', async () => {
    const apiKeyId = await newKey();
    const { operations } = await registerOperations(admin(), { apiKeyId, manifest: { used: body } });
    const { id } = operations[0]!;
    expect(await usageOf(apiKeyId)).toMatchObject({ count: '0', errorRate: null, p95Milliseconds: null, deprecated: [] });
    const first = world.clock.now();
    await Promise.all([report(id), report(id)]);
    world.clock.advance(5_000);
    expect(await usageOf(apiKeyId)).toMatchObject({ deprecated: ['Account.login'] });
    const later = { uses: 60, errors: 5, latencies: [0, 0, 0, 0, 60], deprecatedUses: ['Account.name'] };
    expect((await report(id, later)).data).toEqual({
      reportOperationUsage: { recorded: 1 },
    });
    const usage = await usageOf(apiKeyId);
    expect(usage).toMatchObject({
      count: '100',
      errorRate: 0.15,
      p95Milliseconds: expect.closeTo(1.2 ** 4),
      deprecated: ['Account.name'],
    });
    expect(new Date(String(usage.firstUsedAt))).toEqual(first);
    expect(new Date(String(usage.lastUsedAt))).toEqual(world.clock.now());
  });

  test('of another tenant’s operation is not recorded', async () => {
    const apiKeyId = await newKey();
    const { operations } = await registerOperations(admin(), { apiKeyId, manifest: { walled: body } });
    expect((await report(operations[0]!.id, {}, await world.tenant())).data).toEqual({ reportOperationUsage: { recorded: 0 } });
    expect(await usageOf(apiKeyId)).toMatchObject({ count: '0' });
  });

  test('keeps an operation from being removed for seven days, unless forced', async () => {
    const apiKeyId = await newKey();
    const { operations } = await registerOperations(admin(), { apiKeyId, manifest: { busy: body } });
    const operationId = operations[0]!.id;
    await report(operationId);
    await expect(removeOperation(admin(), { operationId })).rejects.toThrow(OperationInUse);
    const from = new Date('2026-06-01T00:00:00Z');
    const { version } = await deprecateOperation(admin(), { operationId, from });
    await expect(removeOperation(admin(), { operationId, force: true, expectedVersion: version - 1 })).rejects.toThrow(Conflict);
    expect(await removeOperation(admin(), { operationId, force: true })).toMatchObject({ deprecatedAt: from });
    expect(await standsFor(apiKeyId, 'busy')).toBeNull();
    await registerOperations(admin(), { apiKeyId, manifest: { busy: body } });
    expect(await standsFor(apiKeyId, 'busy')).toMatchObject({ id: operationId });
    world.clock.advance(7 * 24 * 60 * 60_000);
    await removeOperation(admin(), { operationId });
    expect(await standsFor(apiKeyId, 'busy')).toBeNull();
    const removals = await world.announced('accounts.operationRemoved.v1');
    expect(removals.filter(({ data }) => data.operationId === operationId).map(({ data }) => data.forced)).toEqual([true, false]);
    const elsewhere = { ...world.staff('ADMIN'), tenantId: await world.tenant() };
    await expect(removeOperation(world.room(elsewhere), { operationId })).rejects.toThrow(NotFound);
  });
});

import { createHash } from 'node:crypto';
import { newId } from '@praetor/kernel/id';
import { describe, expect, test } from 'vitest';
import { issueKey, signIn } from './fixtures/records.ts';
import { type Answer, type Form, gatewayWorld, type World } from './fixtures/world.ts';

const text = 'query Disputes { disputes { id } }';
const hash = createHash('sha256').update(text).digest('hex');
const cacheLifetime = () => new Promise((resolve) => setTimeout(resolve, 120));

const worldWithPartner = async (form: Form = 'embedded', settings: Record<string, string> = {}) => {
  const world = await gatewayWorld({ form, settings, overrides: { usageMs: 20 } });
  const partner = issueKey(world.records, ['PARTNER'], true);
  world.records.operations.set(`${partner.state.id} ${hash}`, { id: newId('operation'), body: text });
  return { world, partner };
};
async function post(world: World, headers: Record<string, string>, body: object): Promise<Answer> {
  const response = await fetch(`${world.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json', ...headers },
    body: JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Answer['body'] };
}
const get = async (world: World, headers: Record<string, string>, parameters: Record<string, string>) => {
  const response = await fetch(`${world.url}/graphql?${new URLSearchParams(parameters)}`, {
    headers: { ...headers, 'x-praetor-csrf': '1', accept: 'application/graphql-response+json' },
  });
  return (await response.json()) as Answer['body'];
};
const codeOf = ({ status, body }: Answer) => [status, body.errors?.[0].extensions.code];
const persistedQuery = { version: 1, sha256Hash: hash };

describe.each<Form>(['embedded', 'distributed'])('a registered operation in the %s form', (form) => {
  test('runs by its hash, under every name that clients use, by POST and GET', async () => {
    const { world, partner } = await worldWithPartner(form);
    await using _ = world;
    const named = [
      { documentId: hash },
      { documentId: `sha256:${hash}` },
      { extensions: { persistedQuery } },
      { id: hash },
      { doc_id: hash },
      { documentId: hash, operationName: 'Disputes', variables: {} },
    ];
    for (const body of named) {
      expect((await post(world, partner.headers, body)).body, JSON.stringify(body)).toEqual({ data: { disputes: [] } });
      const parameters = Object.entries(body).map(([name, value]) => [
        name,
        typeof value === 'string' ? value : JSON.stringify(value),
      ]);
      expect(await get(world, partner.headers, Object.fromEntries(parameters))).toEqual({ data: { disputes: [] } });
    }
  });

  test('is all that the partner may run, and nothing registers itself', async () => {
    const { world, partner } = await worldWithPartner(form);
    await using _ = world;
    const other = '{ whoAmI }';
    const unknown = { version: 1, sha256Hash: createHash('sha256').update(other).digest('hex') };
    const notRegistered = [403, 'OPERATION_NOT_REGISTERED'];
    expect(codeOf(await post(world, partner.headers, { query: other }))).toEqual(notRegistered);
    expect(codeOf(await post(world, partner.headers, { query: text }))).toEqual(notRegistered);
    for (let again = 0; again < 2; again += 1) {
      expect(codeOf(await post(world, partner.headers, { query: other, extensions: { persistedQuery: unknown } }))).toEqual(
        notRegistered,
      );
      const alone = await post(world, partner.headers, { extensions: { persistedQuery: unknown } });
      expect(codeOf(alone)).toEqual([400, 'PERSISTED_QUERY_NOT_FOUND']);
      expect(alone.body.errors?.[0].message).toBe('PersistedQueryNotFound');
    }
    // Whatever text is sent along with a registered hash, what is registered runs.
    expect((await post(world, partner.headers, { query: other, documentId: hash })).body).toEqual({ data: { disputes: [] } });
    expect(codeOf(await post(world, partner.headers, { documentId: 7 }))).toEqual([400, 'BAD_REQUEST']);
    expect(codeOf(await post(world, partner.headers, {}))).toEqual([400, 'BAD_REQUEST']);
    // What stands before us may have looked at the other name.
    expect(codeOf(await post(world, partner.headers, { documentId: hash, id: 'other' }))).toEqual([400, 'BAD_REQUEST']);
    expect((await post(world, partner.headers, { documentId: `sha256:${hash}`, id: hash })).status).toBe(200);
    expect((await get(world, partner.headers, { query: other })).errors?.[0].extensions.code).toBe('OPERATION_NOT_REGISTERED');
  });
});

describe('a registered operation', () => {
  test('ends at once when it is removed, and is nobody else’s', async () => {
    const { world, partner } = await worldWithPartner();
    await using _ = world;
    const stranger = issueKey(world.records, ['PARTNER'], true);
    expect(codeOf(await post(world, stranger.headers, { documentId: hash }))).toEqual([400, 'PERSISTED_QUERY_NOT_FOUND']);
    expect((await post(world, partner.headers, { documentId: hash })).status).toBe(200);
    world.records.operations.clear();
    await cacheLifetime();
    expect(codeOf(await post(world, partner.headers, { documentId: hash }))).toEqual([400, 'PERSISTED_QUERY_NOT_FOUND']);
  });

  test('of the tenant runs for everybody, within what each may read', async () => {
    const { world, partner } = await worldWithPartner();
    await using _ = world;
    world.records.operations.set(`${world.records.tenantId} shared`, { id: newId('operation'), body: text });
    expect((await post(world, partner.headers, { documentId: 'shared' })).body.data).toEqual({ disputes: [] });
    const buyer = await signIn(world.records, ['BUYER']);
    const { body } = await post(world, buyer.headers, { documentId: 'shared' });
    expect(body.errors).toMatchObject([{ path: ['disputes'], extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } }]);
    expect((await post(world, {}, { documentId: 'shared' })).body.errors).toHaveLength(1);
  });

  test('does not run as a mutation by GET, nor for a key that does not hold', async () => {
    const { world, partner } = await worldWithPartner();
    await using _ = world;
    const body = 'mutation Burn { burn }';
    world.records.operations.set(`${partner.state.id} burn`, { id: newId('operation'), body });
    expect((await get(world, partner.headers, { documentId: 'burn' })).errors?.[0].extensions.code).toBe('BAD_REQUEST');
    expect((await post(world, partner.headers, { documentId: 'burn' })).body.data).toEqual({ burn: true });
    expect(codeOf(await post(world, { authorization: 'Bearer pk_unknown' }, { documentId: hash }))).toEqual([
      401,
      'UNAUTHENTICATED',
    ]);
  });

  test('is counted, and reported in sums; what could not be reported is kept', async () => {
    const { world, partner } = await worldWithPartner();
    await using _ = world;
    const sum = (of: 'uses' | 'errors') => world.records.usages.reduce((total, usage) => total + usage[of], 0);
    const { execute } = world.accounts;
    let failures = 0;
    world.accounts.execute = async (request, ...rest) => {
      if (request.query.includes('reportOperationUsage') && (failures += 1) <= 3) throw new Error('not now');
      return execute(request, ...rest);
    };
    for (let use = 0; use < 10; use += 1) await post(world, partner.headers, { documentId: hash });
    world.disputes.down = true;
    for (let use = 0; use < 5; use += 1) await post(world, partner.headers, { documentId: hash });
    await expect.poll(() => [sum('uses'), sum('errors')]).toEqual([15, 5]);
    expect(failures).toBeGreaterThan(3);
    expect(world.records.usages.length).toBeLessThan(15);
  });

  test('is looked up once for many requests at once', async () => {
    const { world, partner } = await worldWithPartner();
    await using _ = world;
    await Promise.all(Array.from({ length: 20 }, () => post(world, partner.headers, { documentId: hash })));
    expect(world.accounts.asked.filter(({ query }) => query.includes('operationState')).length).toBeLessThan(20);
  });
});

describe('dashboards', () => {
  test('run any text; a hash beside it costs nothing', async () => {
    await using world = await gatewayWorld();
    const buyer = await signIn(world.records, ['BUYER']);
    const extensions = { persistedQuery };
    expect((await post(world, buyer.headers, { query: '{ me { name } }', extensions })).body.data).toEqual({
      me: { name: 'Person 1' },
    });
    expect(codeOf(await post(world, buyer.headers, { extensions }))).toEqual([400, 'PERSISTED_QUERY_NOT_FOUND']);
  });

  test('are held to registered operations when so set, except those who register them', async () => {
    const { world } = await worldWithPartner('embedded', { PRAETOR_REGISTERED_OPERATIONS: 'everyone' });
    await using _ = world;
    const buyer = await signIn(world.records, ['BUYER']);
    const admin = await signIn(world.records, ['ADMIN']);
    for (const headers of [buyer.headers, {}])
      expect(codeOf(await post(world, headers, { query: '{ whoAmI }' }))).toEqual([403, 'OPERATION_NOT_REGISTERED']);
    expect((await post(world, admin.headers, { query: '{ me { name } }' })).status).toBe(200);
  });
});

describe('registering', () => {
  const register = 'mutation ($input: RegisterOperationsInput!) { registerOperations(input: $input) }';

  test('is refused with everything that is wrong with every operation, and then nothing is registered', async () => {
    const { world, partner } = await worldWithPartner();
    await using _ = world;
    const admin = await signIn(world.records, ['ADMIN']);
    const manifest = {
      good: text,
      unknown: 'query Unknown { nothing disputes { nobody } }',
      denied: 'query Denied { disputes { panel claimant { email } } }',
    };
    const variables = { input: { apiKeyId: partner.state.id, manifest } };
    const { status, body } = await world.ask(register, { ...admin, variables });
    expect([status, body.data, body.errors?.[0].extensions.code]).toEqual([400, undefined, 'OPERATIONS_INVALID']);
    const listed = body.errors?.[0].extensions.operations as { hash: string; errors: string[] }[];
    expect(listed.map((one) => [one.hash, one.errors.length])).toEqual([
      ['unknown', 2],
      ['denied', 2],
    ]);
    expect(world.records.operations.has(`${partner.state.id} good`)).toBe(false);
    expect(world.accounts.asked.some(({ query }) => query.includes('registerOperations'))).toBe(false);
    const hidden =
      'mutation ($input: RegisterOperationsInput!) { ...R } fragment R on Mutation { ... { a: registerOperations(input: $input) } }';
    expect((await world.ask(hidden, { ...admin, variables })).body.errors?.[0].extensions.code).toBe('OPERATIONS_INVALID');
  });

  test('of what reads the schema is refused in production, unless the partner may', async () => {
    const manifest = { schema: 'query Schema { ...S } fragment S on Query { __schema { types { name } } __typename }' };
    for (const [mode, codes] of [
      ['production', ['OPERATIONS_INVALID']],
      ['development', []],
    ] as const) {
      await using world = await gatewayWorld({ settings: { PRAETOR_ENV: mode } });
      const partner = issueKey(world.records, ['PARTNER'], true);
      const { headers } = await signIn(world.records, ['ADMIN']);
      const variables = { input: { apiKeyId: partner.state.id, manifest } };
      const { body } = await world.ask(register, { headers, variables });
      expect(
        (body.errors ?? []).map(({ extensions }) => extensions.code),
        mode,
      ).toEqual(codes);
    }
  });

  test('of operations that the partner may run makes them run', async () => {
    const { world, partner } = await worldWithPartner();
    await using _ = world;
    const admin = await signIn(world.records, ['ADMIN']);
    const variables = { input: { apiKeyId: partner.state.id, manifest: { fresh: 'query Who { whoAmI }' } } };
    expect(codeOf(await post(world, partner.headers, { documentId: 'fresh' }))).toEqual([400, 'PERSISTED_QUERY_NOT_FOUND']);
    expect((await world.ask(register, { ...admin, variables })).body.data).toEqual({ registerOperations: ['fresh'] });
    await cacheLifetime();
    expect((await post(world, partner.headers, { documentId: 'fresh' })).body.data.whoAmI).toContain(partner.state.id);
  });

  test('is for those who hold the permission', async () => {
    const { world } = await worldWithPartner();
    await using _ = world;
    const moderator = await signIn(world.records, ['MODERATOR']);
    const variables = { input: { manifest: { odd: 'query Odd { nothing }' } } };
    const { body } = await world.ask(register, { ...moderator, variables });
    expect(body.errors?.[0].extensions.code).toBe('UNAUTHORIZED_FIELD_OR_TYPE');
    expect(JSON.stringify(body)).not.toContain('nothing');
  });
});

import { describe, expect, test } from 'vitest';
import { signIn } from './fixtures/records.ts';
import { overSocket } from './fixtures/streams.ts';
import { gatewayWorld, type World } from './fixtures/world.ts';

const codeOf = (body: { errors?: { extensions: { code: string } }[] }): unknown => body.errors?.[0]?.extensions.code;

/** Sends a body as it is, and gives the status and the first error's code. */
async function send(world: World, init: RequestInit, search = ''): Promise<[number, unknown]> {
  const response = await fetch(`${world.url}/graphql${search}`, init);
  return [response.status, codeOf((await response.json()) as object)];
}

describe('cost', () => {
  const settings = { PRAETOR_COST_BUDGETS: 'SUPPORT=300,DEFAULT=20,MODERATOR=100000' };
  const query = '{ disputes { claimant { disputes { claimant { disputes { id } } } } } }';

  test('is bounded by role, and the refusal says by how much', async () => {
    await using world = await gatewayWorld({ settings });
    const support = await signIn(world.records, ['SUPPORT']);
    const refused = await world.ask(query, support);
    expect([refused.status, refused.body.errors?.[0].extensions]).toEqual([
      400,
      { code: 'GRAPHQL_COST_LIMIT', cost: 1_220, budget: 300 },
    ]);
    expect(world.disputes.asked).toEqual([]);
    expect((await world.ask(query, await signIn(world.records, ['SUPPORT', 'MODERATOR']))).body.errors).toBeUndefined();
    expect(codeOf((await world.ask(query)).body)).not.toBe('GRAPHQL_COST_LIMIT');
  });

  test('is reckoned on what is left after pruning, over sockets and for subscriptions too', async () => {
    await using world = await gatewayWorld({ settings: { PRAETOR_COST_BUDGETS: 'DEFAULT=30' } });
    const person = await signIn(world.records, ['BUYER']);
    const connection = { authorization: person.headers.authorization };
    await using socket = overSocket(world, connection);
    for (const text of ['{ me', 'subscription { disputeChanged { claimant'].map(
      (root) => `${root} { disputes { claimant { disputes { id } } } } }${root.startsWith('s') ? ' }' : ''}`,
    ))
      expect(codeOf((await socket.subscribe(text).next()) ?? {})).toBe('GRAPHQL_COST_LIMIT');
    const pruned = await world.ask('{ me { id } account(id: "x") { disputes { claimant { disputes { id } } } } }', person);
    expect([pruned.status, codeOf(pruned.body)]).toEqual([200, 'UNAUTHORIZED_FIELD_OR_TYPE']);
  });
});

describe('batches', () => {
  const batch = (count: number) => ({
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(Array.from({ length: count }, () => ({ query: '{ whoAmI }' }))),
  });

  test('are answered one by one up to the limit, and refused beyond it', async () => {
    await using world = await gatewayWorld({ settings: { PRAETOR_BATCH_LIMIT: '3' } });
    const answered = await fetch(`${world.url}/graphql`, batch(3));
    expect(await answered.json()).toEqual(Array.from({ length: 3 }, () => ({ data: { whoAmI: expect.any(String) } })));
    expect(await send(world, batch(4))).toEqual([413, 'BAD_REQUEST']);
  });

  test('are off unless set', async () => {
    await using world = await gatewayWorld();
    expect(await send(world, batch(2))).toEqual([400, 'BAD_REQUEST']);
  });
});

describe('introspection in production', () => {
  const settings = { PRAETOR_ENV: 'production' };
  const query = '{ __schema { queryType { name } } }';

  test('is for those with the permission, over HTTP and sockets', async () => {
    await using world = await gatewayWorld({ settings });
    const admin = await signIn(world.records, ['ADMIN']);
    const buyer = await signIn(world.records, ['BUYER']);
    expect((await world.ask(query, admin)).body.data.__schema.queryType.name).toBe('Query');
    const refused = await world.ask(query, buyer);
    expect([refused.status, refused.body.data, codeOf(refused.body)]).toEqual([403, undefined, 'INTROSPECTION_DISABLED']);
    expect(codeOf((await world.ask('{ whoAmI ...f } fragment f on Query { __type(name: "Account") { name } }')).body)).toBe(
      'INTROSPECTION_DISABLED',
    );
    expect((await world.ask('{ __typename }', buyer)).body.data).toEqual({ __typename: 'Query' });
    await using socket = overSocket(world, { authorization: buyer.headers.authorization });
    expect(codeOf((await socket.subscribe(query).next()) ?? {})).toBe('INTROSPECTION_DISABLED');
  });

  test('nothing is suggested', async () => {
    await using production = await gatewayWorld({ settings });
    await using development = await gatewayWorld();
    const messages = async (world: World) => (await world.ask('{ disputs { id } }')).body.errors?.[0].message;
    expect(await messages(development)).toContain('Did you mean');
    expect(await messages(production)).toBe('Cannot query field "disputs" on type "Query".');
  });
});

describe('requests that another site’s page could have sent', () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
  const body = 'query=%7BwhoAmI%7D';

  test('are refused', async () => {
    await using world = await gatewayWorld();
    const { token } = await signIn(world.records, ['BUYER']);
    const cookie = `praetor_access=${token}`;
    const refused = [403, 'CSRF_PREVENTED'];
    expect(await send(world, { headers: { cookie } }, '?query={whoAmI}')).toEqual(refused);
    expect(await send(world, { headers: { cookie, 'sec-fetch-site': 'cross-site' } }, '?query={whoAmI}')).toEqual(refused);
    for (const type of ['application/x-www-form-urlencoded', 'text/plain; charset=utf-8', 'multipart/form-data; boundary=x'])
      expect(await send(world, { method: 'POST', headers: { 'content-type': type }, body })).toEqual(refused);
    expect([...world.accounts.asked, ...world.disputes.asked].filter(({ query }) => query.includes('whoAmI'))).toEqual([]);
  });

  test('are served when they could not', async () => {
    await using world = await gatewayWorld();
    const { token } = await signIn(world.records, ['BUYER']);
    const cookie = `praetor_access=${token}`;
    const accept = 'application/json';
    const ok = [200, undefined];
    expect(await send(world, { headers: { accept } }, '?query={whoAmI}')).toEqual(ok);
    expect(await send(world, { headers: { accept, cookie, 'sec-fetch-site': 'same-origin' } }, '?query={whoAmI}')).toEqual(ok);
    expect(await send(world, { headers: { accept, cookie, 'x-praetor-csrf': '1' } }, '?query={whoAmI}')).toEqual(ok);
    expect(await send(world, { method: 'POST', headers: { ...form, 'apollo-require-preflight': 'yes' }, body })).toEqual(ok);
    expect(
      await send(world, {
        method: 'POST',
        headers: { accept, cookie, 'content-type': 'application/json' },
        body: '{"query":"{ whoAmI }"}',
      }),
    ).toEqual(ok);
  });
});

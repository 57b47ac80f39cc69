import { describe, expect, test } from 'vitest';
import { signIn } from './fixtures/records.ts';
import { type Form, gatewayWorld } from './fixtures/world.ts';

const forms: Form[] = ['embedded', 'distributed'];

describe.each(forms)('operations in the %s form', (form) => {
  test('join fields of several subgraphs', async () => {
    await using world = await gatewayWorld({ form });
    const moderator = await signIn(world.records, ['MODERATOR']);
    await world.ask('mutation { openDispute(title: "Late") { id } }', { headers: moderator.headers });
    const { status, headers, body } = await world.ask(
      '{ disputes { id title claimant { name email disputes { id } } panel } }',
      moderator,
    );
    expect(body).toEqual({
      data: {
        disputes: [
          {
            id: 'dsp_1',
            title: 'Late',
            claimant: { name: 'Person 1', email: `${moderator.accountId}@example.com`, disputes: [{ id: 'dsp_1' }] },
            panel: 'three',
          },
        ],
      },
    });
    expect(status).toBe(200);
    expect(headers.get('x-request-id')).toMatch(/^req_/);
  });

  test('tell subgraphs who asks, and take roles from the session and not from the token', async () => {
    await using world = await gatewayWorld({ form });
    const buyer = await signIn(world.records, ['BUYER']);
    const { body } = await world.ask('{ whoAmI }', buyer);
    expect(body.data.whoAmI).toBe(`account ${buyer.accountId} ${world.records.tenantId} BUYER`);
    expect((await world.ask('{ disputes { id } }', buyer)).body.errors).toHaveLength(1);
  });

  test('leave out what the viewer may not read, and never ask a subgraph for it', async () => {
    await using world = await gatewayWorld({ form });
    const buyer = await signIn(world.records, ['BUYER']);
    await world.ask('mutation { openDispute(title: "Late") { id } }', buyer);
    const { body } = await world.ask('{ me { name email } dispute(id: "dsp_1") { title } }', buyer);
    expect(body.data).toEqual({ me: { name: 'Person 1', email: null }, dispute: { title: 'Late' } });
    expect(body.errors).toMatchObject([{ path: ['me', 'email'], extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } }]);
    expect(world.accounts.asked.filter(({ query }) => query.includes('email'))).toEqual([]);
  });

  test('do not run a denied mutation, while its allowed sibling runs', async () => {
    await using world = await gatewayWorld({ form });
    const buyer = await signIn(world.records, ['BUYER']);
    const { body } = await world.ask(
      `mutation { lockAccount(id: "${buyer.accountId}") { id } rename(name: "New") { name } }`,
      buyer,
    );
    expect(body.data).toEqual({ lockAccount: null, rename: { name: 'New' } });
    expect(world.accounts.asked.some(({ query }) => query.includes('lockAccount'))).toBe(false);
  });

  test('spread null to where the type allows it', async () => {
    await using world = await gatewayWorld({ form });
    const buyer = await signIn(world.records, ['BUYER']);
    await world.ask('mutation { openDispute(title: "Late") { id } }', buyer);
    const { body } = await world.ask('{ dispute(id: "dsp_1") { title panel } disputes { id } }', buyer);
    expect(body.data).toBe(null);
    expect(body.errors!.map(({ path }) => path)).toEqual([['dispute', 'panel'], ['disputes']]);
  });

  test('keep what the other subgraphs answered when one is down', async () => {
    await using world = await gatewayWorld({ form });
    const buyer = await signIn(world.records, ['BUYER']);
    world.disputes.down = true;
    const { status, body } = await world.ask('{ me { name } dispute(id: "dsp_1") { title } }', buyer);
    expect(status).toBe(200);
    expect(body.data).toEqual({ me: { name: 'Person 1' }, dispute: null });
    expect(body.errors).toMatchObject([
      { path: ['dispute'], extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'disputes' } },
    ]);
    expect(JSON.stringify(body)).not.toMatch(/10\.0\.0\.7|127\.0\.0\.1/);
    expect(world.log.join('')).toContain('A subgraph did not answer.');
  });

  test('hide unexpected errors, and log them under the request id shown', async () => {
    await using world = await gatewayWorld({ form });
    const { body, headers } = await world.ask('{ broken whoAmI }');
    const [error] = body.errors!;
    expect(body.data).toMatchObject({ broken: null, whoAmI: expect.stringContaining('anonymous') });
    expect(error).toMatchObject({
      path: ['broken'],
      extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: headers.get('x-request-id') },
    });
    expect(JSON.stringify(body)).not.toContain('hunter2');
    const logged = world.log.find((line) => line.includes('hunter2'));
    expect(logged).toContain(headers.get('x-request-id'));
  });

  test('let coded errors through, without what is not for clients', async () => {
    await using world = await gatewayWorld({ form });
    const { body } = await world.ask('{ refused }');
    expect(body.errors).toEqual([
      { message: 'Write a shorter title.', path: ['refused'], extensions: { code: 'BAD_USER_INPUT' } },
    ]);
  });

  test('say when a subgraph left out what it promised', async () => {
    await using world = await gatewayWorld({ form });
    world.disputes.execute = async () => ({ data: { hollow: { full: null } } });
    const { body } = await world.ask('{ hollow { full } }');
    expect(body.data).toEqual({ hollow: null });
    expect(body.errors).toMatchObject([{ path: ['hollow', 'full'], extensions: { code: 'INVALID_SUBGRAPH_VALUE' } }]);
  });

  test('refuse variables that do not fit', async () => {
    await using world = await gatewayWorld({ form });
    const { status, body } = await world.ask('query ($id: ID!) { dispute(id: $id) { id } }', { variables: { id: { a: 1 } } });
    expect([status, body.errors?.[0].extensions.code]).toEqual([400, 'BAD_USER_INPUT']);
  });
});

import { generateKeyPairSync } from 'node:crypto';
import { newId } from '@praetor/kernel/id';
import { SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { issueKey, signIn } from './fixtures/records.ts';
import { gatewayWorld, type World } from './fixtures/world.ts';

const refused = async (world: World, headers: Record<string, string>, code = 'UNAUTHENTICATED', status = 401) => {
  const { status: answered, body } = await world.ask('{ whoAmI }', { headers });
  expect([answered, body.data, body.errors?.map(({ extensions }) => extensions.code)]).toEqual([status, undefined, [code]]);
};
/** Live state may be this old. */
const cacheLifetime = () => new Promise((resolve) => setTimeout(resolve, 120));

test('without a proof one is anonymous, in the tenant of the header or the default one', async () => {
  await using world = await gatewayWorld();
  const tenantId = newId('tenant');
  expect((await world.ask('{ whoAmI }')).body.data.whoAmI).toBe(`anonymous  ${world.records.tenantId} `);
  expect((await world.ask('{ whoAmI }', { headers: { 'x-praetor-tenant': 'demo' } })).body.data.whoAmI).toContain(
    world.records.tenantId,
  );
  expect((await world.ask('{ whoAmI }', { headers: { 'x-praetor-tenant': tenantId } })).body.data.whoAmI).toContain(tenantId);
  await refused(world, { 'x-praetor-tenant': 'nowhere' }, 'BAD_USER_INPUT', 400);
  await refused(world, { 'x-praetor-tenant': '"; drop' }, 'BAD_USER_INPUT', 400);
});

test('a proof that does not hold is refused, never taken for anonymous', async () => {
  await using world = await gatewayWorld();
  const person = await signIn(world.records, ['BUYER']);
  const stranger = generateKeyPairSync('ed25519').privateKey;
  const forged = await new SignJWT({ sid: person.sessionId })
    .setProtectedHeader({ alg: 'EdDSA', kid: 'first' })
    .setSubject(person.accountId)
    .setExpirationTime('10m')
    .sign(stranger);
  const expired = await signIn(world.records, ['BUYER'], { expiresAt: new Date(Date.now() - 1000) });
  const unknownKey = await signIn(world.records, ['BUYER'], { kid: 'second' });
  for (const token of [forged, expired.token, unknownKey.token, 'nonsense', person.token.slice(0, -8)])
    await refused(world, { authorization: `Bearer ${token}` });
  await refused(world, { authorization: 'Basic dTpw' });
  await refused(world, { authorization: 'Bearer pk_unknown' });
  await refused(world, { 'x-api-key': 'pk_unknown' });
  const { headers } = await world.ask('{ whoAmI }', {
    headers: { authorization: 'Bearer nonsense' },
    accept: 'application/json',
  });
  expect(headers.get('www-authenticate')).toContain('invalid_token');
});

test('keys published later are found', async () => {
  await using world = await gatewayWorld();
  const first = await signIn(world.records, ['BUYER']);
  expect((await world.ask('{ me { name } }', first)).status).toBe(200);
  world.records.jwks.keys = [{ ...world.records.jwks.keys[0]!, kid: 'second' }];
  const second = await signIn(world.records, ['BUYER'], { kid: 'second' });
  expect((await world.ask('{ me { name } }', second)).body.data.me.name).toBe('Person 2');
});

test('ended sessions, revoked keys and changed roles count at once', async () => {
  await using world = await gatewayWorld();
  const person = await signIn(world.records, ['MODERATOR']);
  const partner = issueKey(world.records, ['PARTNER']);
  expect((await world.ask('{ disputes { id } }', person)).body.data).toEqual({ disputes: [] });
  expect((await world.ask('{ disputes { id } whoAmI }', partner)).body.data).toEqual({
    disputes: [],
    whoAmI: `partner ${partner.state.id} ${world.records.tenantId} PARTNER`,
  });
  person.session.roles = ['BUYER'];
  await cacheLifetime();
  expect((await world.ask('{ disputes { id } }', person)).body.errors).toMatchObject([
    { extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } },
  ]);
  person.session.active = false;
  partner.state.active = false;
  await cacheLifetime();
  await refused(world, person.headers);
  await refused(world, partner.headers);
});

test('nobody is let in while live state cannot be read', async () => {
  await using world = await gatewayWorld();
  const person = await signIn(world.records, ['BUYER']);
  await world.ask('{ whoAmI }', person);
  world.accounts.down = true;
  await cacheLifetime();
  await refused(world, person.headers, 'UNAVAILABLE', 503);
  await refused(world, { authorization: 'Bearer pk_any' }, 'UNAVAILABLE', 503);
  expect((await fetch(`${world.url}/readyz`)).status).toBe(503);
  expect((await fetch(`${world.url}/healthz`)).status).toBe(200);
});

test('the same session is looked up once for many requests at once', async () => {
  await using world = await gatewayWorld();
  const person = await signIn(world.records, ['BUYER']);
  await Promise.all(Array.from({ length: 20 }, () => world.ask('{ __typename }', person)));
  expect(world.accounts.asked.filter(({ query }) => query.includes('sessionStates')).length).toBeLessThan(20);
});

test('a cookie counts for our own pages and the allowed ones only', async () => {
  await using world = await gatewayWorld({ settings: { PRAETOR_ORIGINS: 'https://console.example.com' } });
  const { token, accountId } = await signIn(world.records, ['BUYER']);
  const cookie = `a=b; praetor_access=${token}`;
  for (const origin of [undefined, world.url, 'https://console.example.com']) {
    const { body } = await world.ask('{ whoAmI }', { headers: { cookie, ...(origin && { origin }) } });
    expect(body.data.whoAmI).toContain(accountId);
  }
  for (const origin of ['https://evil.example.com', 'null']) {
    const { status, body } = await world.ask('{ whoAmI }', { headers: { cookie, origin } });
    expect([status, body.errors?.[0].extensions.code]).toEqual([403, 'FORBIDDEN_ORIGIN']);
  }
});

test('what is internal to gateway and accounts is not in the schema', async () => {
  await using world = await gatewayWorld();
  const { key } = issueKey(world.records, ['GATEWAY']);
  for (const field of ['jwks', 'sessionStates(ids: ["x"]) { active }'])
    expect((await world.ask(`{ ${field} }`, { headers: { 'x-api-key': key } })).body.errors?.[0].extensions.code).toBe(
      'GRAPHQL_VALIDATION_FAILED',
    );
  const keys = await fetch(`${world.url}/.well-known/jwks.json`);
  expect(await keys.json()).toEqual(world.records.jwks);
});

import { minutes } from '@praetor/kernel/clock';
import fc from 'fast-check';
import { generateKeyPair, type JWTPayload } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { providerLimits } from '../src/commands/provider-client.ts';
import { IdentityNotLinked, ProviderSignInFailed, ProviderUnavailable } from '../src/domain/identity-provider.ts';
import { type Forgery, type ForgingIssuer, startForgingIssuer } from '@praetor/testkit/forging-issuer';
import { client } from '@praetor/testkit/openid-provider';
import { begin, finish, setUpProvider } from './providers.ts';
import { accountsWorld, type AccountsWorld } from './world.ts';

let world: AccountsWorld;
let issuer: ForgingIssuer;
let provider: { id: string; version: number };
const strong = { secondFactorAcr: ['urn:strong'], secondFactorAmr: ['mfa'] };
beforeAll(async () => {
  [world, issuer] = await Promise.all([accountsWorld(), startForgingIssuer()]);
  provider = await setUpProvider(world, issuer.issuer, { opensAccounts: true, emailDomains: ['example.com'], ...strong });
});
afterEach(() => issuer.forge({}));
afterAll(async () => {
  await issuer[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});

const verified = { email: 'ann@example.com', email_verified: true };
const now = (): number => Math.floor(Date.now() / 1000);

/** Comes back with a token that is right but for the forgery. */
async function comeBack({ claims, ...forgery }: Forgery, change: (callback: URLSearchParams) => void = () => undefined) {
  const { authorizationUrl, ticket } = await begin(world, provider);
  const asked = new URL(authorizationUrl).searchParams;
  issuer.forge({ ...forgery, claims: { ...verified, nonce: asked.get('nonce'), ...claims } });
  const callback = new URLSearchParams({ code: 'a-code', state: asked.get('state')!, iss: issuer.issuer });
  change(callback);
  return finish(world, ticket, callback.toString());
}

const unsigned = (claims: JWTPayload): string =>
  [{ alg: 'none' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.') + '.';
const otherKey = await generateKeyPair('ES256');
const wrong: [string, () => Forgery][] = [
  ['no signature', () => ({ token: unsigned })],
  ['a key that is not the issuer’s', () => ({ key: otherKey.privateKey })],
  ['a key that is not published', () => ({ header: { alg: 'ES256', kid: 'k2' } })],
  ['the client’s secret for a key', () => ({ header: { alg: 'HS256' }, key: Buffer.from(client.clientSecret) })],
  ['another algorithm than it names', () => ({ header: { alg: 'HS256', kid: 'k1' }, key: Buffer.from('x'.repeat(32)) })],
  ['an end that has come', () => ({ claims: { iat: now() - 900, exp: now() - 600 } })],
  ['a beginning that has not', () => ({ claims: { nbf: now() + 600 } })],
  ['another client’s audience', () => ({ claims: { aud: 'another-client' } })],
  ['several audiences and no party', () => ({ claims: { aud: [client.clientId, 'another-client'] } })],
  ['another authorized party', () => ({ claims: { azp: 'another-client' } })],
  ['another issuer', () => ({ claims: { iss: 'https://accounts.example.org' } })],
  ['another nonce', () => ({ claims: { nonce: 'another-nonce' } })],
  ['no nonce', () => ({ claims: { nonce: undefined } })],
  ['no subject', () => ({ claims: { sub: undefined } as unknown as JWTPayload })],
  ['a subject that is none', () => ({ claims: { sub: 'a\0b' } })],
  [
    'no token at all',
    () => ({
      answers: {
        '/token': (response) =>
          response.setHeader('content-type', 'application/json').end('{"access_token":"at","token_type":"bearer"}'),
      },
    }),
  ],
];

describe('a token proves nothing', () => {
  test.each(wrong)('with %s', async (_, forgery) => {
    await expect(comeBack(forgery())).rejects.toThrow(ProviderSignInFailed);
  });

  test.each<[string, (callback: URLSearchParams) => void]>([
    ['names another issuer: a mix-up', (callback) => callback.set('iss', 'https://accounts.example.org')],
    ['does not name its issuer, though it always does', (callback) => callback.delete('iss')],
    ['has another state', (callback) => callback.set('state', 'x')],
    ['has two states', (callback) => callback.append('state', 'x')],
    ['has two codes', (callback) => callback.append('code', 'x')],
    ['has no code', (callback) => callback.delete('code')],
    ['brings a token along', (callback) => callback.set('id_token', 'x')],
  ])('when the answer %s', async (_, change) => {
    const before = issuer.asked.filter((path) => path === '/token').length;
    await expect(comeBack({}, change)).rejects.toThrow(ProviderSignInFailed);
    expect(issuer.asked.filter((path) => path === '/token')).toHaveLength(before);
  });

  test('of another provider, even one that is relied upon', async () => {
    await using other = await startForgingIssuer();
    await setUpProvider(world, other.issuer);
    const { authorizationUrl, ticket } = await begin(world, provider);
    const asked = new URL(authorizationUrl).searchParams;
    const theirs = await other.sign({ ...verified, nonce: asked.get('nonce') });
    issuer.forge({ token: () => theirs });
    const callback = new URLSearchParams({ code: 'c', state: asked.get('state')!, iss: issuer.issuer });
    await expect(finish(world, ticket, callback.toString())).rejects.toThrow(ProviderSignInFailed);
  });
});

test('of somebody of whom a provider says nothing but its own id, no account is opened', async () => {
  const said = { email: undefined, email_verified: undefined, name: undefined };
  await expect(comeBack({ claims: said })).rejects.toThrow(IdentityNotLinked);
});

describe('what a provider says of strength', () => {
  test.each([
    ['nothing', {}, ['fed'], 1],
    ['an acr that is none of the tenant’s', { acr: 'urn:weak' }, ['fed'], 1],
    ['an amr that is no second factor', { amr: ['pwd', 'otp'] }, ['fed'], 1],
    ['an acr that stands for two factors', { acr: 'urn:strong' }, ['fed', 'mfa'], 2],
    ['an amr that stands for two factors', { amr: ['pwd', 'mfa'] }, ['fed', 'mfa'], 2],
  ])('counts as the least: %s', async (_, claims, methods, assurance) => {
    const { session } = await comeBack({ claims });
    expect(session).toMatchObject({ methods, assurance });
  });

  test('without a time, the person was there long ago: nothing fresh is proved', async () => {
    const { session } = await comeBack({ claims: {} });
    expect(world.clock.now().getTime() - session.authenticatedAt.getTime()).toBe(24 * 60 * 60 * 1000);
  });

  test('a person who was there too long ago is refused where the tenant says how long', async () => {
    await using own = await startForgingIssuer();
    const lately = await setUpProvider(world, own.issuer, { opensAccounts: true, emailDomains: ['*'], maxAgeSeconds: 60 });
    const visit = async (auth_time: number | undefined) => {
      const { authorizationUrl, ticket } = await begin(world, lately);
      const asked = new URL(authorizationUrl).searchParams;
      expect(asked.get('max_age')).toBe('60');
      own.forge({ claims: { email: 'late@example.com', email_verified: true, nonce: asked.get('nonce'), auth_time } });
      const callback = new URLSearchParams({ code: 'c', state: asked.get('state')!, iss: own.issuer });
      return finish(world, ticket, callback.toString());
    };
    await expect(visit(now() - 300)).rejects.toThrow(ProviderSignInFailed);
    await expect(visit(undefined)).rejects.toThrow(ProviderSignInFailed);
    await visit(now());
  });
});

describe('a provider in trouble', () => {
  const json = 'application/json';
  test.each<[string, Forgery['answers']]>([
    ['is broken', { '/token': (response) => response.writeHead(500).end('oops') }],
    ['says what is no JSON', { '/token': (response) => response.writeHead(200, { 'content-type': json }).end('{') }],
    ['hangs up', { '/token': (response) => response.destroy() }],
    [
      'sends the caller elsewhere',
      { '/token': (response) => response.writeHead(302, { location: 'http://169.254.169.254/' }).end() },
    ],
    [
      'answers without end',
      { '/token': (response) => response.writeHead(200, { 'content-type': json }).end(' '.repeat(providerLimits.maxBytes + 1)) },
    ],
  ])('is unavailable: it %s', async (_, answers) => {
    await expect(comeBack({ answers: answers! })).rejects.toThrow(ProviderUnavailable);
  });

  test('is unavailable when it never answers, and nothing of the database waits for it', async () => {
    const open: { end(): void }[] = [];
    const waits = comeBack({ answers: { '/token': (response) => void open.push(response) } });
    const settled = waits.then(
      () => null,
      (error: unknown) => error,
    );
    while (open.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    const { rows } = await world.admin.query(
      "select 1 from pg_stat_activity where datname = current_database() and state = 'idle in transaction'",
    );
    expect(rows).toEqual([]);
    expect(await settled).toBeInstanceOf(ProviderUnavailable);
  });

  test.each([
    ['another issuer than it is set up with', { metadata: { issuer: 'https://accounts.example.org' } }],
    ['a page that is no page', { metadata: { authorization_endpoint: 'javascript:alert(1)' } }],
  ])('is unavailable when it describes %s', async (_, forgery) => {
    await using own = await startForgingIssuer();
    const mine = await setUpProvider(world, own.issuer);
    own.forge(forgery);
    // The version grows with another name: what was known of it is read anew.
    const { changeIdentityProvider } = await import('../src/commands/change-identity-provider.ts');
    await changeIdentityProvider(world.room(world.staff('ADMIN')), world.desk, { providerId: mine.id, displayName: 'Anew' });
    await expect(begin(world, mine)).rejects.toThrow(ProviderUnavailable);
  });

  test('is described once for many who begin, and is left alone for a while when it is down', async () => {
    await using own = await startForgingIssuer();
    const mine = await setUpProvider(world, own.issuer);
    const described = () => own.asked.filter((path) => path.endsWith('openid-configuration')).length;
    const before = described();
    await Promise.all(Array.from({ length: 20 }, () => begin(world, mine)));
    expect(described() - before).toBe(1);
    own.forge({ answers: { '/.well-known/openid-configuration': (response) => response.writeHead(503).end() } });
    world.clock.advance(minutes(11));
    for (let times = 0; times < 5; times += 1) await expect(begin(world, mine)).rejects.toThrow(ProviderUnavailable);
    expect(described() - before).toBe(2);
    own.forge({});
    world.clock.advance(10_000);
    await begin(world, mine);
  });
});

test('whatever is sent in place of ticket and answer is refused, and breaks nothing', async () => {
  const { authorizationUrl, ticket } = await begin(world, provider);
  const state = new URL(authorizationUrl).searchParams.get('state')!;
  const flipped = fc.nat(ticket.length - 5).map((at) => {
    const place = at + 4;
    return ticket.slice(0, place) + (ticket[place] === 'A' ? 'B' : 'A') + ticket.slice(place + 1);
  });
  const tickets = fc.oneof(
    fc.string(),
    fc.base64String({ minLength: 120 }).map((text) => `pst_${text}`),
    flipped,
  );
  const pairs = fc.array(fc.tuple(fc.constantFrom('code', 'state', 'iss', 'error', 'id_token', 'response', 'x'), fc.string()));
  const callbacks = fc.oneof(
    fc.string(),
    pairs.map((list) => new URLSearchParams(list).toString()),
  );
  await fc.assert(
    fc.asyncProperty(tickets, callbacks, async (junk, callback) => {
      for (const [one, other] of [
        [junk, `code=c&state=${state}&iss=${issuer.issuer}`],
        [ticket, callback],
      ] as const) {
        const tried = await finish(world, one, other).catch((error: unknown) => error);
        expect(tried).toMatchObject({ code: expect.stringMatching(/^(ACCOUNT_PROVIDER_SIGN_IN_FAILED|INVALID_INPUT)$/) });
      }
    }),
    { numRuns: 60 },
  );
});

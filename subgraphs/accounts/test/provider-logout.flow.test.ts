import { minutes } from '@praetor/kernel/clock';
import { newId } from '@praetor/kernel/id';
import { type ForgingIssuer, startForgingIssuer } from '@praetor/testkit/forging-issuer';
import { generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { answerSecondFactor, InvalidChallenge } from '../src/commands/answer-second-factor.ts';
import type { SecondFactorRequired } from '../src/commands/second-factor.ts';
import { disableIdentityProvider } from '../src/commands/switch-identity-provider.ts';
import { linkIdentity } from '../src/commands/link-identity.ts';
import { startIdentityLink } from '../src/commands/start-provider-sign-in.ts';
import { ProviderSignInFailed } from '../src/domain/identity-provider.ts';
import { codeOf, enrolSecondFactor } from './factors.ts';
import { begin, finish, setUpProvider } from './providers.ts';
import { redirectUri } from '@praetor/testkit/openid-provider';
import { accountsWorld, type AccountsWorld, gateway } from './world.ts';

let world: AccountsWorld;
let issuer: ForgingIssuer;
let provider: { id: string };
beforeAll(async () => {
  [world, issuer] = await Promise.all([accountsWorld(), startForgingIssuer()]);
  provider = await setUpProvider(world, issuer.issuer, { opensAccounts: true, emailDomains: ['*'] });
});
afterAll(async () => {
  await issuer[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});

let sub: string;
beforeEach(() => void (sub = newId('request')));

/** Went there and came back, and has not finished. */
async function visited(sid: string | undefined, begun?: { authorizationUrl: string; ticket: string }) {
  const { authorizationUrl, ticket } = begun ?? (await begin(world, provider));
  const asked = new URL(authorizationUrl).searchParams;
  const said = { sub, sid, email: `${sub}@example.com`, email_verified: true, nonce: asked.get('nonce') };
  const callback = new URLSearchParams({ code: 'c', state: asked.get('state')!, iss: issuer.issuer }).toString();
  return { ticket, callback, come: () => (issuer.forge({ claims: said }), finish(world, ticket, callback)) };
}
const signIn = async (sid?: string) => (await visited(sid)).come();

const event = 'http://schemas.openid.net/event/backchannel-logout';
const logoutToken = (claims: JWTPayload, forgery = {}) =>
  issuer.sign({ jti: newId('request'), events: { [event]: {} }, sub: undefined, ...claims } as JWTPayload, {
    header: { alg: 'ES256', kid: 'k1', typ: 'logout+jwt' },
    ...forgery,
  });
const document = 'mutation ($input: EndProviderSessionsInput!) { endProviderSessions(input: $input) { outcome } }';
async function bring(token: string, providerId = provider.id): Promise<string> {
  const { data, errors } = await world.query(gateway, document, { input: { providerId, logoutToken: token } });
  if (errors) throw errors[0]!;
  return (data as { endProviderSessions: { outcome: string } }).endProviderSessions.outcome;
}
const failure = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

describe('a provider that logs somebody out', () => {
  test('ends the session that it names, at once, and no other', async () => {
    const [first, second] = [await signIn('sid-1'), await signIn('sid-2')];
    expect(await bring(await logoutToken({ sid: 'sid-1' }))).toBe('DONE');
    expect([await world.active(first.session.id), await world.active(second.session.id)]).toEqual([false, true]);
    expect((await world.announced('accounts.sessionRevoked.v1')).at(-1)).toMatchObject({
      data: { sessionId: first.session.id, why: 'providerLogout' },
    });
    const told = await world.announced('accounts.providerLoggedOut.v1');
    expect(told.at(-1)?.data).toEqual({ accountId: first.account.id, providerId: provider.id, sessions: 1 });
  });

  test('ends all of theirs that it signed in when it names the person alone; those of a password stay', async () => {
    const [first, second, other] = [await signIn('a'), await signIn(), await world.signIn(await world.person())];
    expect(await bring(await logoutToken({ sub }))).toBe('DONE');
    const active = await Promise.all([first, second, other].map(({ session }) => world.active(session.id)));
    expect(active).toEqual([false, false, true]);
  });

  test('is not outrun by a sign-in under way, nor by the second factor of one', async () => {
    const under = await visited('sid-under-way');
    expect(await bring(await logoutToken({ sid: 'sid-under-way' }))).toBe('DONE');
    expect(await failure(under.come())).toBeInstanceOf(ProviderSignInFailed);

    const enrolled = await enrolSecondFactor(world, await world.person());
    const begun = await startIdentityLink(enrolled.room, world.desk, { providerId: provider.id, redirectUri });
    const linking = await visited('link', begun);
    const asked = new URL(begun.authorizationUrl).searchParams;
    issuer.forge({ claims: { sub, nonce: asked.get('nonce') } });
    await linkIdentity(enrolled.room, world.desk, linking);
    const { challengeToken } = (await failure(signIn('sid-half-way'))) as SecondFactorRequired;
    expect(await bring(await logoutToken({ sid: 'sid-half-way' }))).toBe('DONE');
    const room = world.room({ ...gateway, kind: 'anonymous', id: null, roles: [], tenantId: world.tenantId } as never);
    const answered = answerSecondFactor(room, world.desk, { challengeToken, code: codeOf(world, enrolled.secret) });
    expect(await failure(answered)).toBeInstanceOf(InvalidChallenge);
  });

  test('may do so while it is switched off', async () => {
    await using own = await startForgingIssuer();
    const mine = await setUpProvider(world, own.issuer);
    await disableIdentityProvider(world.room(world.staff('ADMIN')), { providerId: mine.id });
    const claims = { jti: 'j', events: { [event]: {} }, sid: 'x' };
    expect(await bring(await own.sign(claims), mine.id)).toBe('DONE');
  });

  test('counts once with each token: what began since stays', async () => {
    const token = await logoutToken({ sub });
    const first = await signIn('b');
    expect(await bring(token)).toBe('DONE');
    const second = await signIn('c');
    expect(await bring(token)).toBe('REFUSED');
    expect([await world.active(first.session.id), await world.active(second.session.id)]).toEqual([false, true]);
  });

  test('is asked no keys, and waits for no other, when it is down', async () => {
    await using own = await startForgingIssuer();
    const mine = await setUpProvider(world, own.issuer);
    const token = await own.sign({ jti: 'j', events: { [event]: {} }, sid: 'x' });
    own.forge({ answers: { '/jwks': (response) => response.writeHead(503).end() } });
    world.clock.advance(minutes(11));
    expect(await bring(token, mine.id)).toBe('UNAVAILABLE');
  });
});

const stranger = await generateKeyPair('ES256');
const now = (): number => Math.floor(Date.now() / 1000);
test.each<[string, () => Promise<string>]>([
  ['an ID token: it lacks the event', () => issuer.sign({ sub, jti: 'j', nonce: 'n' })],
  ['one with a nonce', () => logoutToken({ sub, nonce: 'n' })],
  ['one that names nobody', () => logoutToken({})],
  ['one without an id of its own', () => logoutToken({ sub, jti: undefined } as unknown as JWTPayload)],
  ['one for another client', () => logoutToken({ sub, aud: 'another' })],
  ['one of another issuer', () => logoutToken({ sub, iss: 'https://accounts.example.org' })],
  ['an old one', () => logoutToken({ sub, iat: now() - 3600, exp: now() + 3600 })],
  ['one that ended', () => logoutToken({ sub, iat: now() - 300, exp: now() - 120 })],
  ['one of a stranger’s key', () => logoutToken({ sub }, { key: stranger.privateKey })],
  ['an access token', () => logoutToken({ sub }, { header: { alg: 'ES256', kid: 'k1', typ: 'at+jwt' } })],
  ['an unsigned one', async () => `${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.`],
  [
    'one signed by the client’s secret',
    () => new SignJWT({ sub }).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.from('x'.repeat(40))),
  ],
  ['junk', async () => 'junk'],
])('a logout token that is %s ends nothing', async (_, made) => {
  const { session } = await signIn('kept');
  expect(await bring(await made())).toBe('REFUSED');
  expect(await world.active(session.id)).toBe(true);
});

test('another tenant’s provider, and none at all, end nothing', async () => {
  const { session } = await signIn('kept');
  const elsewhere = await world.tenant();
  const theirs = await setUpProvider(world, issuer.issuer, {}, elsewhere);
  expect(await bring(await logoutToken({ sub }), theirs.id)).toBe('DONE');
  expect(await bring(await logoutToken({ sub }), newId('identityProvider'))).toBe('REFUSED');
  expect(await world.active(session.id)).toBe(true);
});

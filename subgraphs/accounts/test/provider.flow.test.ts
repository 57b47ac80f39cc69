import { days, minutes } from '@praetor/kernel/clock';
import { newId } from '@praetor/kernel/id';
import { accountActor } from '@praetor/testkit/actors';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { answerSecondFactor } from '../src/commands/answer-second-factor.ts';
import { InvalidCredentials } from '../src/commands/attempt-password.ts';
import { closeMyAccount } from '../src/commands/close-account.ts';
import { lockAccount } from '../src/commands/lock-account.ts';
import { login } from '../src/commands/login.ts';
import { register } from '../src/commands/register.ts';
import { SecondFactorRequired } from '../src/commands/second-factor.ts';
import { AccountIsLocked, AccountIsSuspended } from '../src/commands/sign-in.ts';
import { suspendAccount } from '../src/commands/suspend-account.ts';
import { disableIdentityProvider } from '../src/commands/switch-identity-provider.ts';
import { unlinkIdentity } from '../src/commands/unlink-identity.ts';
import { verifyEmail } from '../src/commands/verify-email.ts';
import {
  IdentityLinkedElsewhere,
  IdentityNotLinked,
  LastWayToSignIn,
  ProviderSignInFailed,
} from '../src/domain/identity-provider.ts';
import { InvalidCode } from '../src/domain/proof.ts';
import { codeOf, enrolSecondFactor, inSession } from './factors.ts';
import {
  type Browser,
  type OpenIdProvider,
  redirectUri,
  type Someone,
  startOpenIdProvider,
} from '@praetor/testkit/openid-provider';
import { begin, finish, linkAt, setUpProvider, signInAt, visitor } from './providers.ts';
import { accountsWorld, type AccountsWorld, password, type Person } from './world.ts';

let world: AccountsWorld;
let there: OpenIdProvider;
let provider: { id: string };
beforeAll(async () => {
  [world, there] = await Promise.all([accountsWorld(), startOpenIdProvider()]);
  provider = await setUpProvider(world, there.issuer, { opensAccounts: true, emailDomains: ['example.com'] });
});
afterAll(async () => {
  await there[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});

let someone: Someone & { email: string };
beforeEach(() => {
  const sub = newId('request');
  someone = { sub, email: `${sub}@example.com`, email_verified: true, name: 'Ann' };
});

const signIn = (who: Someone = someone, browser?: Browser) => signInAt(world, there, provider, who, browser);
/** Someone with a password, in a session, linked with what they are at the provider. */
async function linked(person?: Person) {
  const owner = person ?? (await world.person());
  const tokens = await world.signIn(owner);
  const room = inSession(world, owner, tokens);
  const identity = await linkAt(world, there, provider, someone, room);
  return { person: owner, tokens, room, identity };
}
const failure = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

describe('signing in with a provider', () => {
  test('opens an account for a verified address of an allowed domain, and finds it again by issuer and subject alone', async () => {
    const { account, session } = await signIn({ ...someone, email: someone.email.toUpperCase() });
    expect(account).toMatchObject({ email: someone.email, displayName: 'Ann', status: 'active', passwordHash: null });
    expect(account.emailVerifiedAt).toEqual(world.clock.now());
    expect(session).toMatchObject({ assurance: 1, methods: ['fed'], providerId: provider.id });
    const moved = { ...someone, email: 'other@elsewhere.example', email_verified: false };
    expect((await signIn(moved)).account).toMatchObject({ id: account.id, email: someone.email });
    const linkedEvents = (await world.announced('accounts.identityLinked.v1')).filter(({ subject }) =>
      subject.endsWith(account.id),
    );
    expect(linkedEvents).toHaveLength(1);
  });

  test.each([
    ['an address that is not verified', { email_verified: false }],
    ['no address', { email: undefined, email_verified: undefined }],
    ['an address of a domain that it may not speak for', { email: 'ann@example.org' }],
    ['an address below the domain', { email: 'ann@sub.example.com' }],
  ])('opens none for %s', async (_, said) => {
    expect(await failure(signIn({ ...someone, ...said } as Someone))).toBeInstanceOf(IdentityNotLinked);
    const failed = await world.announced('accounts.loginFailed.v1');
    expect(failed.at(-1)).toMatchObject({ data: { accountId: null, why: 'credentials' } });
  });

  test('never finds an account by its address, which goes on as it was', async () => {
    const tokens = await world.join(someone.email);
    expect(await failure(signIn())).toBeInstanceOf(IdentityNotLinked);
    expect(await world.active(tokens.session.id)).toBe(true);
    await login(visitor(world), world.desk, { email: someone.email, password });
  });

  test('of ten first visits at once one opens the account, and all get in', async () => {
    const visits = await Promise.all(Array.from({ length: 10 }, () => signIn()));
    expect(new Set(visits.map(({ account }) => account.id)).size).toBe(1);
  });

  test('what a stranger registered with the address gives way: their password, name and code', async () => {
    const stranger = { email: someone.email, password: 'planted by a stranger', displayName: 'Mallory' };
    const { id: requestId } = await register(visitor(world), world.desk, stranger);
    const code = await world.secretFor(someone.email);
    const { account } = await signIn();
    expect(account).toMatchObject({ displayName: 'Ann', passwordHash: null, status: 'active' });
    await expect(verifyEmail(visitor(world), world.desk, { requestId, code })).rejects.toThrow(InvalidCode);
    await expect(login(visitor(world), world.desk, stranger)).rejects.toThrow(InvalidCredentials);
    expect((await world.announced('accounts.verified.v1')).at(-1)).toMatchObject({
      data: { accountId: account.id, by: 'provider' },
    });
  });

  test('a second factor is asked for as ever, and the session still is of the provider', async () => {
    const owner = await world.person();
    const enrolled = await enrolSecondFactor(world, owner);
    await linkAt(world, there, provider, someone, enrolled.room);
    const refusal = await failure(signIn());
    expect(refusal).toBeInstanceOf(SecondFactorRequired);
    const { challengeToken } = refusal as SecondFactorRequired;
    const { session } = await answerSecondFactor(visitor(world), world.desk, {
      challengeToken,
      code: codeOf(world, enrolled.secret),
    });
    expect(session).toMatchObject({ methods: ['fed', 'otp', 'mfa'], assurance: 2, providerId: provider.id });
    expect(session.providerSid).toEqual(expect.any(String));
  });

  test('locked, suspended and closed accounts are refused as with a password', async () => {
    const { account } = await signIn();
    const moderator = world.room(world.staff('MODERATOR'));
    const { ticket, callback } = await visited();
    await lockAccount(moderator, { accountId: account.id, reason: 'Odd.' });
    expect(await failure(finish(world, ticket, callback))).toBeInstanceOf(AccountIsLocked);
    await suspendAccount(moderator, { accountId: account.id, reason: 'Fraud.' });
    expect(await failure(signIn())).toBeInstanceOf(AccountIsSuspended);
    const other = { ...someone, sub: newId('request'), email: `c-${someone.email}` };
    const closing = await signIn(other);
    const actor = accountActor(world.tenantId, ['BUYER'], { id: closing.account.id, sessionId: closing.session.id });
    await closeMyAccount(world.room(actor), world.desk, {});
    expect(await failure(signIn(other))).toBeInstanceOf(IdentityNotLinked);
  });

  test('a lock that comes at the same moment leaves no session that is worth anything', async () => {
    const { account } = await signIn();
    const moderator = world.room(world.staff('MODERATOR'));
    const visits = await Promise.all(Array.from({ length: 5 }, () => visited()));
    const [, ...ends] = await Promise.all([
      lockAccount(moderator, { accountId: account.id, reason: 'Odd.' }),
      ...visits.map(({ ticket, callback }) => finish(world, ticket, callback).catch((error: unknown) => error)),
    ]);
    for (const end of ends) {
      if (end instanceof AccountIsLocked) continue;
      expect(await world.active((end as { session: { id: string } }).session.id)).toBe(false);
    }
  });

  test('is as fresh as the provider says, and anew where that is asked for', async () => {
    const browser: Browser = new Map();
    const first = await signIn(someone, browser);
    const again = await signIn(someone, browser);
    expect(again.session.authenticatedAt).not.toEqual(world.clock.now());
    const { authorizationUrl, ticket } = await begin(world, provider, { fresh: true });
    const params = new URL(authorizationUrl).searchParams;
    expect([params.get('prompt'), params.get('max_age')]).toEqual(['login', '300']);
    const fresh = await finish(world, ticket, await there.visit(authorizationUrl, someone, browser));
    expect(fresh.account.id).toBe(first.account.id);
    // The provider's clock is the machine's, the world's may be behind it: never later than now.
    expect(fresh.session.authenticatedAt).toEqual(world.clock.now());
  });

  test('is over once the provider is switched off, for visits under way too', async () => {
    const own = await startOpenIdProvider();
    const mine = await setUpProvider(world, own.issuer, { opensAccounts: true, emailDomains: ['*'] });
    const { authorizationUrl, ticket } = await begin(world, mine);
    const callback = await own.visit(authorizationUrl, someone);
    await disableIdentityProvider(world.room(world.staff('ADMIN')), { providerId: mine.id });
    expect(await failure(finish(world, ticket, callback))).toBeInstanceOf(ProviderSignInFailed);
    await expect(begin(world, mine)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await own[Symbol.asyncDispose]();
  });
});

/** Someone went there and came back, and has not finished. */
async function visited() {
  const { authorizationUrl, ticket } = await begin(world, provider);
  return { ticket, callback: await there.visit(authorizationUrl, someone) };
}

describe('a visit counts once, for the browser that began it', () => {
  test('of twenty that bring one ticket at once, one gets in', async () => {
    const { ticket, callback } = await visited();
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => finish(world, ticket, callback)));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const one of tries) if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(ProviderSignInFailed);
  });

  test('another browser has a ticket of its own: neither an answer that was stolen nor one that was planted counts', async () => {
    const [mine, theirs] = [await visited(), await visited()];
    await expect(finish(world, theirs.ticket, mine.callback)).rejects.toThrow(ProviderSignInFailed);
    // With the state made to fit, the code is still bound to its own verifier (RFC 7636).
    const [code, state] = [new URLSearchParams(mine.callback).get('code')!, new URLSearchParams(theirs.callback).get('state')!];
    const spliced = new URLSearchParams(theirs.callback);
    spliced.set('code', code);
    expect(spliced.get('state')).toBe(state);
    await expect(finish(world, theirs.ticket, spliced.toString())).rejects.toThrow(ProviderSignInFailed);
  });

  test('a code that was used is worth nothing with a ticket of its own', async () => {
    const [first, second] = [await visited(), await begin(world, provider)];
    await finish(world, first.ticket, first.callback);
    const replayed = new URLSearchParams(first.callback);
    replayed.set('state', new URL(second.authorizationUrl).searchParams.get('state')!);
    await expect(finish(world, second.ticket, replayed.toString())).rejects.toThrow(ProviderSignInFailed);
  });

  test('a ticket lasts ten minutes, and is of its tenant', async () => {
    const { ticket, callback } = await visited();
    world.clock.advance(minutes(10));
    await expect(finish(world, ticket, callback)).rejects.toThrow(ProviderSignInFailed);
    const elsewhere = await world.tenant();
    const other = await setUpProvider(world, there.issuer, { opensAccounts: true, emailDomains: ['*'] }, elsewhere);
    await expect(begin(world, other)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const again = await visited();
    const { finishProviderSignIn } = await import('../src/commands/finish-provider-sign-in.ts');
    const tried = finishProviderSignIn(visitor(world, elsewhere), world.desk, again);
    expect(await failure(tried)).toBeInstanceOf(ProviderSignInFailed);
  });

  test('what the person refused at the provider opens nothing', async () => {
    const { authorizationUrl, ticket } = await begin(world, provider);
    const state = new URL(authorizationUrl).searchParams.get('state')!;
    const refused = new URLSearchParams({ error: 'access_denied', state, iss: there.issuer });
    await expect(finish(world, ticket, refused.toString())).rejects.toThrow(ProviderSignInFailed);
  });
});

describe('linking', () => {
  test('takes its owner, signed in; from then on the identity signs in, and they are told', async () => {
    const { person, identity } = await linked();
    expect((await signIn()).account.id).toBe(person.account.id);
    expect(world.posted.findLast(({ to }) => to === person.email)).toMatchObject({ letter: 'identityLinked', secret: '' });
    expect(identity).toMatchObject({ issuer: there.issuer, subject: someone.sub, email: someone.email });
  });

  test('an identity is of one account, and linking it again is nothing new', async () => {
    const { room, identity } = await linked();
    expect((await linkAt(world, there, provider, someone, room)).id).toBe(identity.id);
    const other = await world.person();
    const theirs = inSession(world, other, await world.signIn(other));
    expect(await failure(linkAt(world, there, provider, someone, theirs))).toBeInstanceOf(IdentityLinkedElsewhere);
  });

  test('a visit that links is of the session that began it, and signs nobody in; one that signs in links nothing', async () => {
    const { startIdentityLink } = await import('../src/commands/start-provider-sign-in.ts');
    const { linkIdentity } = await import('../src/commands/link-identity.ts');
    const owner = await world.person();
    const [mine, another] = [
      inSession(world, owner, await world.signIn(owner)),
      inSession(world, owner, await world.signIn(owner)),
    ];
    const linking = async () => {
      const { authorizationUrl, ticket } = await startIdentityLink(mine, world.desk, { providerId: provider.id, redirectUri });
      return { ticket, callback: await there.visit(authorizationUrl, someone) };
    };
    const begun = await linking();
    await expect(linkIdentity(another, world.desk, begun)).rejects.toThrow(ProviderSignInFailed);
    await expect(finish(world, begun.ticket, begun.callback)).rejects.toThrow(ProviderSignInFailed);
    await expect(linkIdentity(mine, world.desk, await visited())).rejects.toThrow(ProviderSignInFailed);
    expect(await linkIdentity(mine, world.desk, begun)).toMatchObject({ accountId: owner.account.id });
  });

  test('unlinking ends other sessions and is told; the last way to sign in stays', async () => {
    const { person, room, identity, tokens } = await linked();
    const { session } = await signIn();
    await unlinkIdentity(room, world.desk, { identityId: identity.id });
    expect([await world.active(session.id), await world.active(tokens.session.id)]).toEqual([false, true]);
    expect(world.posted.findLast(({ to }) => to === person.email)).toMatchObject({ letter: 'identityUnlinked' });
    expect(await failure(signIn({ ...someone, email_verified: false }))).toBeInstanceOf(IdentityNotLinked);
    const only = await signIn();
    const actor = accountActor(world.tenantId, ['BUYER'], { id: only.account.id, sessionId: only.session.id });
    const list = '{ mySignInMethods { password identities { id issuer email lastUsedAt } } }';
    const { data } = await world.query(actor, list);
    const methods = data?.mySignInMethods as { identities: { id: string }[] };
    expect(methods).toMatchObject({ password: false, identities: [{ issuer: there.issuer, email: someone.email }] });
    const identityId = methods.identities[0]!.id;
    await expect(unlinkIdentity(world.room(actor), world.desk, { identityId })).rejects.toThrow(LastWayToSignIn);
    await expect(unlinkIdentity(room, world.desk, { identityId })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test.each([
    ['startIdentityLink', 'startIdentityLink(input: { providerId: "x", redirectUri: "x" })'],
    ['linkIdentity', 'linkIdentity(input: { ticket: "x", callback: "x" })'],
    ['unlinkIdentity', 'unlinkIdentity(input: { identityId: "x" })'],
  ])('%s demands a fresh proof', async (field, text) => {
    const stale = accountActor(world.tenantId, [], { authenticatedAt: 1 });
    const { data, errors } = await world.query(stale, `mutation { ${text} { __typename } }`);
    expect([data, errors?.[0]?.extensions.code]).toEqual([{ [field]: null }, 'INSUFFICIENT_USER_AUTHENTICATION']);
  });
});

test('no token and no secret of the provider is kept or told', async () => {
  await signIn();
  const { rows } = await world.admin.query<{ text: string }>(
    `select string_agg(envelope::text, '') || (select string_agg(row_to_json(linked_identity)::text, '') from accounts.linked_identity)
       || (select string_agg(row_to_json(identity_provider)::text, '') from accounts.identity_provider) as text
     from accounts.outbox_event`,
  );
  for (const secret of ['a-secret-of-the-client', 'eyJ', 'access_token', 'id_token']) expect(rows[0]!.text).not.toContain(secret);
});

test('an erased account keeps no identity, which may then open another', async () => {
  const { account, session } = await signIn();
  const actor = accountActor(world.tenantId, ['BUYER'], { id: account.id, sessionId: session.id });
  await closeMyAccount(world.room(actor), world.desk, {});
  world.clock.advance(days(31));
  await world.subgraph.jobs.find(({ name }) => name === 'accounts.eraseDue')?.runOnce();
  await world.drain();
  const { rows } = await world.admin.query('select subject from accounts.linked_identity where subject = $1', [someone.sub]);
  expect(rows).toEqual([]);
  expect((await signIn()).account.id).not.toBe(account.id);
});

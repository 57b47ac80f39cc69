import { minutes } from '@praetor/kernel/clock';
import { accountActor, anonymousActor } from '@praetor/testkit/actors';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerSecondFactor } from '../src/commands/answer-second-factor.ts';
import { InvalidSecondFactor } from '../src/commands/attempt-second-factor.ts';
import { removePasskey, renamePasskey } from '../src/commands/change-passkey.ts';
import { InvalidPasskey, startPasskeyProof, startPasskeyRegistration } from '../src/commands/passkey-options.ts';
import { reauthenticate } from '../src/commands/reauthenticate.ts';
import { registerPasskey } from '../src/commands/register-passkey.ts';
import type { SecondFactorRequired } from '../src/commands/second-factor.ts';
import { signInWithPasskey } from '../src/commands/sign-in-with-passkey.ts';
import { suspendAccount } from '../src/commands/suspend-account.ts';
import { AccountIsSuspended } from '../src/commands/sign-in.ts';
import { Authenticator, type Answering, flags } from '@praetor/testkit/authenticator';
import { inSession } from './factors.ts';
import { accountsWorld, type AccountsWorld, type Person } from './world.ts';

let world: AccountsWorld;
beforeAll(async () => (world = await accountsWorld()));
afterAll(() => world[Symbol.asyncDispose]());

const anonymous = () => world.room(anonymousActor(world.tenantId));
const optionsToProve = async (challengeToken?: string) =>
  (await startPasskeyProof(anonymous(), world.desk, { challengeToken })).options;
const signIn = (response: object) => signInWithPasskey(anonymous(), world.desk, { response });

/** Someone with a passkey, in the session that made it. */
async function enrolled(authenticator = new Authenticator(), how: Answering = {}, person?: Person) {
  const owner = person ?? (await world.person());
  const tokens = await world.signIn(owner);
  const room = inSession(world, owner, tokens);
  const { options } = await startPasskeyRegistration(room, world.desk, {});
  const made = await registerPasskey(room, world.desk, { response: authenticator.create(options, how), name: 'Key' });
  return { person: owner, tokens, room, authenticator, ...made };
}

describe('registering a passkey', () => {
  test('asks for a discoverable credential of an account that is named by nothing personal, and takes it once', async () => {
    const person = await world.person();
    const room = inSession(world, person, await world.signIn(person));
    const { options } = await startPasskeyRegistration(room, world.desk, {});
    expect(options).toMatchObject({
      rp: { id: 'localhost' },
      attestation: 'none',
      authenticatorSelection: { residentKey: 'required' },
      user: { name: person.email },
    });
    expect(Buffer.from((options as { user: { id: string } }).user.id, 'base64url')).toHaveLength(16);
    const response = new Authenticator().create(options);
    const { passkey, codes } = await registerPasskey(room, world.desk, { response, idempotencyKey: 'k' });
    expect(passkey).toMatchObject({ backupEligible: false, backedUp: false, transports: ['internal', 'hybrid'], counter: 1 });
    expect(codes).toHaveLength(10);
    expect(await registerPasskey(room, world.desk, { response, idempotencyKey: 'k' })).toMatchObject({ codes: null });
    await expect(registerPasskey(room, world.desk, { response })).rejects.toThrow(InvalidPasskey);
    const again = await startPasskeyRegistration(room, world.desk, {});
    expect(again.options).toMatchObject({ excludeCredentials: [{ id: passkey.credentialId }] });
  });

  test.each<[string, Answering]>([
    ['another origin', { origin: 'https://shop.example.evil' }],
    ['another relying party', { rpId: 'evil.example' }],
    ['a proof in the place of a registration', { type: 'webauthn.get' }],
    ['nobody present', { flags: flags.userVerified }],
  ])('is refused from %s', async (_, how) => {
    await expect(enrolled(new Authenticator(), how)).rejects.toThrow(InvalidPasskey);
  });

  test('is refused on another’s challenge, on one for proving, and too late', async () => {
    const [person, other] = [await world.person(), await world.person()];
    const room = inSession(world, person, await world.signIn(person));
    const theirs = await startPasskeyRegistration(inSession(world, other, await world.signIn(other)), world.desk, {});
    const proving = await startPasskeyProof(room, world.desk, {});
    const mine = await startPasskeyRegistration(room, world.desk, {});
    const challengeOf = (options: object) => (options as { challenge: string }).challenge;
    for (const { options } of [theirs, proving]) {
      const response = new Authenticator().create({ ...mine.options, challenge: challengeOf(options) });
      await expect(registerPasskey(room, world.desk, { response })).rejects.toThrow(InvalidPasskey);
    }
    world.clock.advance(minutes(5));
    const late = new Authenticator().create(mine.options);
    await expect(registerPasskey(room, world.desk, { response: late })).rejects.toThrow(InvalidPasskey);
  });
});

describe('signing in with a passkey', () => {
  test.each([
    ['ES256', flags.userPresent | flags.userVerified, 'hwk'],
    ['EdDSA', flags.userPresent | flags.userVerified | flags.backupEligible | flags.backedUp, 'swk'],
  ] as const)('%s: stands alone at assurance 2, each challenge once, the counter kept', async (algorithm, state, kind) => {
    const { authenticator, person } = await enrolled(new Authenticator(algorithm), { flags: state });
    const options = await optionsToProve();
    expect(options).toMatchObject({ rpId: 'localhost', userVerification: 'required', allowCredentials: [] });
    const response = authenticator.get(options, { flags: state });
    const { session } = await signIn(response);
    expect(session).toMatchObject({ accountId: person.account.id, assurance: 2, methods: [kind, 'user', 'mfa'] });
    await expect(signIn(response)).rejects.toThrow(InvalidPasskey);
    const counters = await world.admin.query('select counter, backed_up from accounts.passkey where credential_id = $1', [
      authenticator.credentialId.toString('base64url'),
    ]);
    expect(counters.rows).toEqual([{ counter: '2', backed_up: kind === 'swk' }]);
  });

  test.each<[string, Answering]>([
    ['no user verification', { flags: flags.userPresent }],
    ['nobody present', { flags: flags.userVerified }],
    ['another origin', { origin: 'https://localhost' }],
    ['another relying party', { rpId: 'evil.example' }],
    ['a registration in its place', { type: 'webauthn.create' }],
    ['a counter that does not grow: a copied key', { counter: 1 }],
    ['no user handle', { userHandle: null }],
    ['the handle of another account', { userHandle: 'AAAAAAAAAAAAAAAAAAAAAA' }],
    ['a key that suddenly may be copied', { flags: flags.userPresent | flags.userVerified | flags.backupEligible }],
  ])('is refused with %s, and announced', async (_, how) => {
    const { authenticator, person } = await enrolled();
    await expect(signIn(authenticator.get(await optionsToProve(), how))).rejects.toThrow(InvalidPasskey);
    const failed = await world.announced('accounts.loginFailed.v1');
    expect(failed.at(-1)).toMatchObject({ data: { accountId: person.account.id, why: 'credentials' } });
    await signIn(authenticator.get(await optionsToProve()));
  });

  test('answered challenges are forgotten when they are too old to be answered', async () => {
    const { authenticator } = await enrolled();
    await signIn(authenticator.get(await optionsToProve()));
    const job = world.subgraph.jobs.find(({ name }) => name === 'accounts.forgetChallenges');
    world.clock.advance(minutes(14));
    const before = await job?.runOnce();
    world.clock.advance(minutes(2));
    expect(await job?.runOnce()).toBeGreaterThanOrEqual(2);
    expect(before).toBeTypeOf('number');
    expect((await world.admin.query('select 1 from accounts.spent_challenge')).rows).toEqual([]);
  });

  test('of twenty that show one proof at once, one gets in', async () => {
    const { authenticator } = await enrolled(new Authenticator('EdDSA', 0));
    const response = authenticator.get(await optionsToProve(), { counter: 0 });
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => signIn(response)));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('whatever is changed in a proof, it proves nothing', async () => {
    const { authenticator } = await enrolled();
    const good = authenticator.get(await optionsToProve());
    const fields = ['clientDataJSON', 'authenticatorData', 'signature', 'userHandle'] as const;
    // Past the first two bytes: how DER's outer length is written says nothing about the signature within.
    const flip = (text: string, at: number, bit: number): string => {
      const bytes = Buffer.from(text, 'base64url');
      bytes[2 + (at % (bytes.length - 2))]! ^= 1 << bit;
      return bytes.toString('base64url');
    };
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...fields), fc.nat(2000), fc.nat(7), async (field, at, bit) => {
        const response = { ...good.response, [field]: flip(good.response[field] ?? '', at, bit) };
        await expect(signIn({ ...good, response })).rejects.toThrow(InvalidPasskey);
      }),
      { numRuns: 100 },
    );
    await signIn(good);
  });

  test('whatever is sent in place of a proof is refused, and breaks nothing', async () => {
    const { authenticator } = await enrolled();
    const good = authenticator.get(await optionsToProve());
    const junk = fc.oneof(fc.string(), fc.json(), fc.base64String(), fc.constant(null), fc.integer());
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...Object.keys(good.response)), junk, async (field, value) => {
        const tried = await signIn({ ...good, response: { ...good.response, [field]: value } }).catch((error: unknown) => error);
        expect(tried).toMatchObject({ code: expect.stringMatching(/^(ACCOUNT_INVALID_PASSKEY|INVALID_INPUT)$/) });
      }),
      { numRuns: 60 },
    );
  });

  test('is refused in another tenant, for an unknown key and too late; a suspended account is told', async () => {
    const { authenticator, person } = await enrolled();
    const elsewhere = world.room(anonymousActor(await world.tenant()));
    const there = (await startPasskeyProof(elsewhere, world.desk, {})).options;
    const response = authenticator.get(there);
    await expect(signInWithPasskey(elsewhere, world.desk, { response })).rejects.toThrow(InvalidPasskey);
    await expect(signIn(response)).rejects.toThrow(InvalidPasskey);
    await expect(signIn(new Authenticator().get(await optionsToProve()))).rejects.toThrow(InvalidPasskey);
    const late = authenticator.get(await optionsToProve());
    world.clock.advance(minutes(5));
    await expect(signIn(late)).rejects.toThrow(InvalidPasskey);
    await suspendAccount(world.room(world.staff('MODERATOR')), { accountId: person.account.id, reason: 'Fraud.' });
    await expect(signIn(authenticator.get(await optionsToProve()))).rejects.toThrow(AccountIsSuspended);
  });
});

describe('a passkey as the second factor', () => {
  const challenged = async (person: Person) =>
    (await world.signIn(person).catch((error: unknown) => error)) as SecondFactorRequired;
  const answer = (challengeToken: string, passkey: object) =>
    answerSecondFactor(anonymous(), world.desk, { challengeToken, passkey });

  test('completes a password, user verification or not; another’s does not', async () => {
    const { authenticator, person, passkey } = await enrolled();
    const other = await enrolled();
    const { challengeToken, methods } = await challenged(person);
    expect(methods).toEqual(['passkey', 'recoveryCode']);
    const options = await optionsToProve(challengeToken);
    expect(options).toMatchObject({ allowCredentials: [{ id: passkey.credentialId }] });
    for (const wrong of [other.authenticator.get(options), authenticator.get(await optionsToProve())])
      await expect(answer(challengeToken, wrong)).rejects.toThrow(InvalidSecondFactor);
    const { session } = await answer(challengeToken, authenticator.get(options, { flags: flags.userPresent, userHandle: null }));
    expect(session).toMatchObject({ assurance: 2, methods: ['pwd', 'hwk', 'user', 'mfa'] });
    await expect(optionsToProve(challengeToken)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('proves again who acts, in the session of its owner', async () => {
    const { authenticator, room, tokens } = await enrolled();
    world.clock.advance(minutes(20));
    const { options } = await startPasskeyProof(room, world.desk, {});
    const session = await reauthenticate(room, world.desk, { passkey: authenticator.get(options) });
    expect(session).toMatchObject({ id: tokens.session.id, authenticatedAt: world.clock.now() });
    const stolen = authenticator.get(await optionsToProve());
    await expect(reauthenticate(room, world.desk, { passkey: stolen })).rejects.toThrow(InvalidSecondFactor);
  });
});

describe('passkeys of an account', () => {
  test('are listed, named and removed by their owner, and by nobody else', async () => {
    const { person, room, passkey, authenticator, tokens } = await enrolled();
    const [other, there] = [await enrolled(), await world.signIn(person).catch(() => null)];
    expect(there).toBeNull();
    const input = { passkeyId: passkey.id, name: 'Phone' };
    for (const command of [renamePasskey, removePasskey])
      await expect(command(other.room, input)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await renamePasskey(room, input)).toMatchObject({ name: 'Phone' });
    const list = '{ mySignInMethods { password totp recoveryCodesLeft passkeys { id name backedUp lastUsedAt } } }';
    const actor = accountActor(world.tenantId, ['BUYER'], { id: person.account.id, sessionId: tokens.session.id });
    const { data } = await world.query(actor, list);
    expect(data?.mySignInMethods).toEqual({
      password: true,
      totp: null,
      recoveryCodesLeft: 10,
      passkeys: [{ id: passkey.id, name: 'Phone', backedUp: false, lastUsedAt: null }],
    });
    await removePasskey(room, { passkeyId: passkey.id });
    await expect(signIn(authenticator.get(await optionsToProve()))).rejects.toThrow(InvalidPasskey);
    await world.signIn(person);
  });

  test.each([
    ['startPasskeyRegistration', 'startPasskeyRegistration(input: {})'],
    ['registerPasskey', 'registerPasskey(input: { response: {} })'],
    ['removePasskey', 'removePasskey(input: { passkeyId: "x" })'],
  ])('%s demands a fresh proof', async (field, text) => {
    const stale = accountActor(world.tenantId, [], { authenticatedAt: 1 });
    const { data, errors } = await world.query(stale, `mutation { ${text} { __typename } }`);
    expect([data, errors?.[0]?.extensions.code]).toEqual([{ [field]: null }, 'INSUFFICIENT_USER_AUTHENTICATION']);
  });

  test('there are none where no origin is set', async () => {
    await using bare = await accountsWorld({ passkeys: null });
    const room = bare.room(anonymousActor(bare.tenantId));
    await expect(startPasskeyProof(room, bare.desk, {})).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

import { minutes, days } from '@praetor/kernel/clock';
import { newId } from '@praetor/kernel/id';
import { accountActor, anonymousActor } from '@praetor/testkit/actors';
import { Secret, TOTP, URI } from 'otpauth';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerSecondFactor, InvalidChallenge } from '../src/commands/answer-second-factor.ts';
import { InvalidCredentials } from '../src/commands/attempt-password.ts';
import { InvalidSecondFactor } from '../src/commands/attempt-second-factor.ts';
import { changePassword } from '../src/commands/change-password.ts';
import { confirmTotp } from '../src/commands/confirm-totp.ts';
import { enrolTotp, TotpEnrolled } from '../src/commands/enrol-totp.ts';
import { lockAccount } from '../src/commands/lock-account.ts';
import { reauthenticate, SecondFactorNeeded } from '../src/commands/reauthenticate.ts';
import { regenerateRecoveryCodes } from '../src/commands/recovery-codes.ts';
import { InvalidRefreshToken, refreshSession } from '../src/commands/refresh-session.ts';
import { revokeMySessions } from '../src/commands/revoke-my-sessions.ts';
import { removeTotp } from '../src/commands/remove-totp.ts';
import { SecondFactorRequired } from '../src/commands/second-factor.ts';
import type { SessionTokens } from '../src/commands/session-tokens.ts';
import { AccountIsLocked } from '../src/commands/sign-in.ts';
import { codeOf as codeAt, enrolSecondFactor, inSession as roomOf } from './factors.ts';
import { accountsWorld, gateway, password, type AccountsWorld, type Person } from './world.ts';

let world: AccountsWorld;
beforeAll(async () => (world = await accountsWorld()));
afterAll(() => world[Symbol.asyncDispose]());

const anonymous = () => world.room(anonymousActor(world.tenantId));
const inSession = (person: Person, tokens: SessionTokens) => roomOf(world, person, tokens);
const about = async (type: string, { account }: Person) =>
  (await world.announced(type)).filter(({ data }) => data.accountId === account.id).map(({ data }) => data);
const codeOf = (secret: string, ahead = 0) => codeAt(world, secret, ahead);
const next = () => world.clock.advance(minutes(1));
const answer = (proof: { code?: string; recoveryCode?: string }, challengeToken: string) =>
  answerSecondFactor(anonymous(), world.desk, { challengeToken, ...proof });
const stateOf = async (sessionId: string, from = world) => {
  const fields = 'active roles withheldRoles assurance fullAssurance authenticatedAt';
  const { data } = await from.query(gateway, `{ sessionStates(ids: ["${sessionId}"]) { ${fields} } }`);
  return (data as { sessionStates: Record<string, unknown>[] }).sessionStates[0]!;
};

/** Someone with an authenticator app, and the session that enrolled it. */
const enrolled = async () => enrolSecondFactor(world, await world.person());

async function challenged(person: Person): Promise<SecondFactorRequired> {
  const refusal = await world.signIn(person).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(SecondFactorRequired);
  return refusal as SecondFactorRequired;
}

describe('enrolling an authenticator app', () => {
  test('shows a secret once, which counts when a code proves it; other sessions end, this one is raised', async () => {
    const person = await world.person();
    const [here, there] = [await world.signIn(person), await world.signIn(person, 'tablet')];
    const room = inSession(person, here);
    const { secret, uri } = await enrolTotp(room, world.desk.factorSeal, { idempotencyKey: 'k' });
    expect(await enrolTotp(room, world.desk.factorSeal, { idempotencyKey: 'k' })).toMatchObject({ secret: null, uri: null });
    const read = URI.parse(uri!);
    expect(read).toMatchObject({ issuer: 'A marketplace', label: person.email, algorithm: 'SHA1', digits: 6, period: 30 });
    expect([read.secret.base32, read.secret.bytes.length]).toEqual([secret, 20]);
    await world.signIn(person);
    await expect(confirmTotp(room, world.desk.factorSeal, { code: '000000' })).rejects.toThrow(InvalidSecondFactor);
    await confirmTotp(room, world.desk.factorSeal, { code: codeOf(secret!) });
    expect([await world.active(here.session.id), await world.active(there.session.id)]).toEqual([true, false]);
    expect(await stateOf(here.session.id)).toMatchObject({ assurance: 2, fullAssurance: 2 });
    expect((await about('accounts.factorEnrolled.v1', person)).map(({ kind }) => kind)).toEqual(['totp']);
    await expect(enrolTotp(room, world.desk.factorSeal, {})).rejects.toThrow(TotpEnrolled);
    await expect(confirmTotp(room, world.desk.factorSeal, { code: codeOf(secret!) })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  test('keeps neither the secret nor a recovery code, and announces none', async () => {
    const { secret, codes } = await enrolled();
    const { rows } = await world.admin.query<{ text: string }>(
      `select t::text as text from accounts.totp t union all select r::text from accounts.recovery_code r
       union all select envelope::text from accounts.outbox_event union all select k::text from accounts.command_key k`,
    );
    const kept = rows.map(({ text }) => text).join('\n');
    for (const one of [secret, ...codes]) expect(kept).not.toContain(one);
  });
});

describe('signing in with a second factor', () => {
  test('takes both, in order, each once; the token says so', async () => {
    const { person, secret } = await enrolled();
    const { challengeToken, methods, expiresAt } = await challenged(person);
    expect(methods).toEqual(['totp', 'recoveryCode']);
    expect(expiresAt.getTime() - world.clock.now().getTime()).toBe(minutes(5));
    await expect(answer({ code: '000000' }, challengeToken)).rejects.toThrow(InvalidSecondFactor);
    const tokens = await answer({ code: codeOf(secret) }, challengeToken);
    expect(JSON.parse(Buffer.from(tokens.accessToken.split('.')[1]!, 'base64url').toString())).toMatchObject({
      amr: ['pwd', 'otp', 'mfa'],
      acr: 'urn:praetor:acr:2',
    });
    await expect(answer({ code: codeOf(secret, 30_000) }, challengeToken)).rejects.toThrow(InvalidChallenge);
    expect((await about('accounts.loginFailed.v1', person)).map(({ why }) => why)).toEqual(['secondFactor']);
  });

  test('accepts one step of drift either way, and no time step twice or backwards (RFC 6238 section 5.2)', async () => {
    const { person, secret } = await enrolled();
    const use = async (ahead: number) => answer({ code: codeOf(secret, ahead) }, (await challenged(person)).challengeToken);
    for (const ahead of [-60_000, 60_000]) await expect(use(ahead), `${ahead}`).rejects.toThrow(InvalidSecondFactor);
    await use(-30_000);
    await expect(use(-30_000)).rejects.toThrow(InvalidSecondFactor);
    await use(30_000);
    for (const ahead of [0, 30_000]) await expect(use(ahead), `${ahead}`).rejects.toThrow(InvalidSecondFactor);
  });

  test('of twenty that show one code at once, one gets in', async () => {
    const { person, secret } = await enrolled();
    const challenges = [await challenged(person), await challenged(person)];
    const code = codeOf(secret);
    const tries = Array.from({ length: 20 }, (_, at) => answer({ code }, challenges[at % 2]!.challengeToken));
    expect((await Promise.allSettled(tries)).filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('parallel guesses over many challenges, and two processes, are counted exactly', async () => {
    const { person, secret, codes } = await enrolled();
    await using other = await world.beside();
    const challenges = await Promise.all([1, 2, 3, 4].map(() => challenged(person)));
    const guess = (at: number) => {
      const challengeToken = challenges[at % 4]!.challengeToken;
      const wrong = at % 3 === 0 ? { recoveryCode: `wrong-${at}` } : { code: String(at).padStart(6, '0') };
      const room = at % 2 ? anonymous() : other.room(anonymousActor(world.tenantId));
      return answerSecondFactor(room, world.desk, { challengeToken, ...wrong });
    };
    const tries = await Promise.allSettled(Array.from({ length: 60 }, (_, at) => guess(at)));
    expect(tries.every((one) => one.status === 'rejected' && one.reason instanceof InvalidSecondFactor)).toBe(true);
    const whys = Map.groupBy(await about('accounts.loginFailed.v1', person), ({ why }) => why);
    expect([whys.get('secondFactor')?.length, whys.get('throttled')?.length]).toEqual([5, 55]);
    expect((await about('accounts.locked.v1', person)).map(({ why }) => why)).toEqual(['failedSecondFactors']);
    for (const right of [{ code: codeOf(secret) }, { recoveryCode: codes[0]! }])
      await expect(answer(right, challenges[0]!.challengeToken)).rejects.toThrow(InvalidSecondFactor);
    next();
    await answer({ code: codeOf(secret) }, challenges[0]!.challengeToken);
  });

  test('a challenge is for its tenant, for five minutes, and for an account as it was', async () => {
    const { person, secret, room } = await enrolled();
    const elsewhere = world.room(anonymousActor(await world.tenant()));
    const { challengeToken } = await challenged(person);
    const there = answerSecondFactor(elsewhere, world.desk, { challengeToken, code: codeOf(secret) });
    await expect(there).rejects.toThrow(InvalidChallenge);
    world.clock.advance(minutes(5));
    await expect(answer({ code: codeOf(secret) }, challengeToken)).rejects.toThrow(InvalidChallenge);
    const old = await challenged(person);
    await changePassword(room, world.desk, { currentPassword: password, newPassword: 'another walk at dusk' });
    await expect(answer({ code: codeOf(secret) }, old.challengeToken)).rejects.toThrow(InvalidChallenge);
    await expect(answer({ code: codeOf(secret) }, 'sfc_nonsense')).rejects.toThrow(InvalidChallenge);
    await expect(answer({}, old.challengeToken)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(answer({ code: '1', recoveryCode: '2' }, old.challengeToken)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  test('whatever races with a lock, no second factor gets past it', async () => {
    const { person, secret } = await enrolled();
    const challenges = await Promise.all([1, 2, 3].map(() => challenged(person)));
    const lock = () => lockAccount(world.room(world.staff('MODERATOR')), { accountId: person.account.id, reason: 'Odd.' });
    await Promise.allSettled([
      answer({ code: codeOf(secret, -30_000) }, challenges[0]!.challengeToken),
      lock(),
      answer({ code: codeOf(secret) }, challenges[1]!.challengeToken),
      answer({ code: codeOf(secret, 30_000) }, challenges[2]!.challengeToken),
    ]);
    const { rows } = await world.admin.query(
      'select 1 from accounts.session s join accounts.account a on a.id = s.account_id where a.email = $1 and s.revoked_at is null',
      [person.email],
    );
    expect(rows).toEqual([]);
    await expect(world.signIn(person)).rejects.toThrow(AccountIsLocked);
  });
});

describe('recovery codes', () => {
  test('ten, each once, however they are typed; new ones replace them', async () => {
    const { person, room, codes } = await enrolled();
    expect([codes.length, new Set(codes).size]).toEqual([10, 10]);
    expect(codes[0]).toMatch(/^([2-9a-hjkmnp-tv-z]{4}-){3}[2-9a-hjkmnp-tv-z]{4}$/);
    const use = async (recoveryCode: string) => answer({ recoveryCode }, (await challenged(person)).challengeToken);
    await use(codes[0]!.toUpperCase().replaceAll('-', ' '));
    await expect(use(codes[0]!)).rejects.toThrow(InvalidSecondFactor);
    expect(await about('accounts.recoveryCodeUsed.v1', person)).toMatchObject([{ left: 9 }]);
    const made = await regenerateRecoveryCodes(room, { idempotencyKey: 'k' });
    expect((await regenerateRecoveryCodes(room, { idempotencyKey: 'k' })).codes).toBeNull();
    await expect(use(codes[1]!)).rejects.toThrow(InvalidSecondFactor);
    await use(made.codes![1]!);
  });

  test('are nobody else’s, and go with the last second factor', async () => {
    const [mine, theirs] = [await enrolled(), await enrolled()];
    const challenge = await challenged(mine.person);
    await expect(answer({ recoveryCode: theirs.codes[0]! }, challenge.challengeToken)).rejects.toThrow(InvalidSecondFactor);
    await removeTotp(mine.room, {});
    expect((await about('accounts.factorRemoved.v1', mine.person)).map(({ kind }) => kind)).toEqual(['totp']);
    await expect(answer({ code: codeOf(mine.secret) }, challenge.challengeToken)).rejects.toThrow(InvalidChallenge);
    await world.signIn(mine.person);
    await expect(regenerateRecoveryCodes(mine.room, {})).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(removeTotp(mine.room, {})).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const { rows } = await world.admin.query(
      'select 1 from accounts.recovery_code where account_id = (select id from accounts.account where email = $1)',
      [mine.person.email],
    );
    expect(rows).toEqual([]);
  });
});

describe('proving again who acts', () => {
  test('raises the session at once: by password without a second factor, by a code with one', async () => {
    const person = await world.person();
    const tokens = await world.signIn(person);
    const at = async () => (await stateOf(tokens.session.id))['authenticatedAt'];
    const before = await at();
    world.clock.advance(minutes(11));
    const room = inSession(person, tokens);
    await expect(reauthenticate(room, world.desk, { password: 'not this one' })).rejects.toThrow(InvalidCredentials);
    expect(await at()).toBe(before);
    await reauthenticate(room, world.desk, { password });
    expect(await at()).toBe(Number(before) + 11 * 60);
    const { secret } = await enrolTotp(room, world.desk.factorSeal, {});
    await confirmTotp(room, world.desk.factorSeal, { code: codeOf(secret!) });
    next();
    await expect(reauthenticate(room, world.desk, { password })).rejects.toThrow(SecondFactorNeeded);
    await expect(reauthenticate(room, world.desk, { code: '000000' })).rejects.toThrow(InvalidSecondFactor);
    await expect(reauthenticate(room, world.desk, { code: codeOf(secret!), password })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
    expect(await reauthenticate(room, world.desk, { code: codeOf(secret!) })).toMatchObject({ assurance: 2 });
    expect((await about('accounts.sessionReauthenticated.v1', person)).map(({ methods }) => methods)).toEqual([
      ['pwd'],
      ['otp', 'mfa'],
    ]);
  });

  test('is nothing an impersonator, a key or an ended session can do', async () => {
    const { person, tokens, secret } = await enrolled();
    const as = (overrides: object) => world.room({ ...inSession(person, tokens).actor, ...overrides });
    const code = codeOf(secret);
    for (const room of [as({ impersonatorId: newId('account') }), world.room(world.partner), as({ sessionId: newId('session') })])
      await expect(reauthenticate(room, world.desk, { code })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    world.clock.advance(days(31));
    await expect(reauthenticate(as({ sessionId: null }), world.desk, { code: codeOf(secret) })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  test('guesses at the password there are counted exactly; five are looked at, and the right one has to wait', async () => {
    const person = await world.person();
    const room = inSession(person, await world.signIn(person));
    const looked = world.desk.passwords.verified;
    const tries = Array.from({ length: 20 }, () => reauthenticate(room, world.desk, { password: 'not this one' }));
    await Promise.allSettled(tries);
    expect(world.desk.passwords.verified - looked).toBe(5);
    await expect(reauthenticate(room, world.desk, { password })).rejects.toThrow(InvalidCredentials);
  });
});

describe('staff', () => {
  const staffer = async (from: AccountsWorld) => {
    const person = await from.person();
    await from.admin.query("update accounts.account set roles = '{BUYER,ADMIN,SUPPORT}' where email = $1", [person.email]);
    return { person, tokens: await from.signIn(person) };
  };

  test('have no staff role before a second factor where it is required, and can enrol', async () => {
    await using strict = await accountsWorld({ staffSecondFactor: 'required' });
    const { person, tokens } = await staffer(strict);
    const before = await stateOf(tokens.session.id, strict);
    expect(before).toMatchObject({ roles: ['BUYER'], withheldRoles: ['ADMIN', 'SUPPORT'], assurance: 1, fullAssurance: 1 });
    const actor = accountActor(strict.tenantId, ['BUYER'], {
      id: person.account.id,
      sessionId: tokens.session.id,
      assurance: 1,
      fullAssurance: 1,
      withheldRoles: ['ADMIN', 'SUPPORT'],
    });
    const { errors } = await strict.query(actor, '{ accounts { edges { node { id } } } }');
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'INSUFFICIENT_USER_AUTHENTICATION',
      acr_values: 'urn:praetor:acr:2',
    });
    const { data } = await strict.query(actor, 'mutation { enrolTotp(input: {}) { ... on TotpEnrolment { secret } } }');
    const { secret } = (data as { enrolTotp: { secret: string } }).enrolTotp;
    const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: strict.clock.now().getTime() });
    const confirm = 'mutation ($code: String!) { confirmTotp(input: { code: $code }) { ... on RecoveryCodes { codes } } }';
    expect((await strict.query(actor, confirm, { code })).errors).toBeUndefined();
    expect(await stateOf(tokens.session.id, strict)).toMatchObject({
      roles: ['BUYER', 'ADMIN', 'SUPPORT'],
      withheldRoles: [],
      assurance: 2,
    });
  });

  test('keep them with one factor in development, until they enrol another', async () => {
    const { person, tokens } = await staffer(world);
    expect(await stateOf(tokens.session.id)).toMatchObject({ roles: ['BUYER', 'ADMIN', 'SUPPORT'], withheldRoles: [] });
    const room = inSession(person, tokens);
    const { secret } = await enrolTotp(room, world.desk.factorSeal, {});
    await confirmTotp(room, world.desk.factorSeal, { code: codeOf(secret!) });
    await world.admin.query(
      'update accounts.session set assurance = 1 where account_id = (select id from accounts.account where email = $1)',
      [person.email],
    );
    expect(await stateOf(tokens.session.id)).toMatchObject({ roles: ['BUYER'], withheldRoles: ['ADMIN', 'SUPPORT'] });
  });
});

test.each([
  ['changePassword', 'changePassword(input: { currentPassword: "x", newPassword: "x" })', []],
  ['enrolTotp', 'enrolTotp(input: {})', []],
  ['confirmTotp', 'confirmTotp(input: { code: "x" })', []],
  ['removeTotp', 'removeTotp(input: {})', []],
  ['regenerateRecoveryCodes', 'regenerateRecoveryCodes(input: {})', []],
  ['assignRole', 'assignRole(input: { accountId: "x", role: ADMIN })', ['ADMIN']],
  ['approveRoleRequest', 'approveRoleRequest(input: { roleRequestId: "x" })', ['ADMIN']],
  ['revokeRole', 'revokeRole(input: { accountId: "x", role: ADMIN })', ['ADMIN']],
  ['createApiKey', 'createApiKey(input: { name: "x" })', ['ADMIN']],
  ['rotateApiKey', 'rotateApiKey(input: { apiKeyId: "x" })', ['ADMIN']],
])('%s demands a fresh proof', async (field, text, roles) => {
  const authenticatedAt = Math.floor(world.clock.now().getTime() / 1000) - 601;
  const run = (overrides: object) =>
    world.query(accountActor(world.tenantId, [...roles], overrides), `mutation { ${text} { __typename } }`);
  const { data, errors } = await run({ authenticatedAt });
  expect({ data, extensions: errors?.[0]?.extensions }).toEqual({
    data: { [field]: null },
    extensions: { code: 'INSUFFICIENT_USER_AUTHENTICATION', acr_values: 'urn:praetor:acr:2', max_age: 600 },
  });
  expect((await run({ authenticatedAt: authenticatedAt + 1 })).errors).toBeUndefined();
});

describe('sessions of one’s own', () => {
  test('all others end, or all', async () => {
    const person = await world.person();
    const [here, there] = [await world.signIn(person), await world.signIn(person, 'tablet')];
    const others = await world.person();
    const theirs = await world.signIn(others);
    const room = inSession(person, here);
    const active = async () => Promise.all([here, there, theirs].map(({ session }) => world.active(session.id)));
    await revokeMySessions(room, {});
    expect(await active()).toEqual([true, false, true]);
    await revokeMySessions(room, { thisOneToo: true });
    expect(await active()).toEqual([false, false, true]);
    expect(await about('accounts.sessionsRevoked.v1', person)).toMatchObject([{ except: here.session.id }, { except: null }]);
  });

  test('a refresh token gives nothing on another device, and there ends the session', async () => {
    const person = await world.person();
    const refresh = ({ refreshToken }: SessionTokens, deviceId?: string) =>
      refreshSession(anonymous(), world.keys, { refreshToken, deviceId });
    for (const foreign of [undefined, 'the id of another phone']) {
      const tokens = await world.signIn(person, 'the phone’s own id');
      const next = await refresh(tokens, 'the phone’s own id');
      await expect(refresh(next, foreign)).rejects.toThrow(InvalidRefreshToken);
      expect(await world.active(tokens.session.id), 'whoever carried it off has the access token, too').toBe(false);
      await expect(refresh(next, 'the phone’s own id')).rejects.toThrow(InvalidRefreshToken);
    }
    expect((await about('accounts.sessionRevoked.v1', person)).map(({ why }) => why)).toEqual(['foreignDevice', 'foreignDevice']);
    const updated = world.room({ ...anonymousActor(world.tenantId), userAgent: 'a newer browser' });
    const bare = await world.signIn(await world.person());
    await refreshSession(updated, world.keys, { refreshToken: bare.refreshToken });
  });
});

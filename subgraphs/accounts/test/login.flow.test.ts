import { days, minutes } from '@praetor/kernel/clock';
import { accountActor, anonymousActor } from '@praetor/testkit/actors';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { InvalidCredentials } from '../src/commands/attempt-password.ts';
import { changePassword } from '../src/commands/change-password.ts';
import { logout, revokeSession } from '../src/commands/end-session.ts';
import { lockAccount } from '../src/commands/lock-account.ts';
import { login } from '../src/commands/login.ts';
import { InvalidRefreshToken, refreshSession } from '../src/commands/refresh-session.ts';
import { AccountIsLocked, AccountIsSuspended } from '../src/commands/sign-in.ts';
import { suspendAccount } from '../src/commands/suspend-account.ts';
import { accountsWorld, password, type AccountsWorld, type Person } from './world.ts';

let world: AccountsWorld;
beforeAll(async () => (world = await accountsWorld()));
afterAll(() => world[Symbol.asyncDispose]());

const anonymous = () => world.room(anonymousActor(world.tenantId));
const tryLogin = ({ email }: Person, guess = password) => login(anonymous(), world.desk, { email, password: guess });
const refresh = (refreshToken: string) => refreshSession(anonymous(), world.keys, { refreshToken });
const about = async (type: string, person: Person) =>
  (await world.announced(type)).filter(({ data }) => data.accountId === person.account.id);
const signedIn = (person: Person, sessionId: string) =>
  world.room(accountActor(world.tenantId, ['BUYER'], { id: person.account.id, sessionId: sessionId as never }));

describe('logging in', () => {
  test('records the device, opens a session, and gives a token that says so', async () => {
    const person = await world.person();
    const first = await world.signIn(person, 'phone');
    const second = await world.signIn(person, 'phone');
    const { payload } = await jwtVerify(first.accessToken, createLocalJWKSet(JSON.parse(await world.keys.jwks())), {
      algorithms: ['EdDSA'],
      issuer: 'praetor',
      audience: 'praetor',
      currentDate: world.clock.now(),
    });
    expect(payload).toMatchObject({
      sub: person.account.id,
      sid: first.session.id,
      tid: world.tenantId,
      roles: ['BUYER'],
      aal: 1,
      acr: 'urn:praetor:acr:1',
      amr: ['pwd'],
      auth_time: Math.floor(world.clock.now().getTime() / 1000),
    });
    expect(payload.exp! * 1000 - world.clock.now().getTime()).toBe(minutes(10));
    expect(second.session.deviceId).toBe(first.session.deviceId);
    expect((await about('accounts.deviceSeen.v1', person)).map(({ data }) => data.firstTime)).toEqual([true, false]);
    const [event] = await about('accounts.loginSucceeded.v1', person);
    expect(event!.praetorcause).toMatchObject({
      actorKind: 'account',
      actorId: person.account.id,
      sessionId: first.session.id,
      deviceId: first.session.deviceId,
    });
  });

  test('refuses an unknown address as it refuses a wrong password, and announces both', async () => {
    const person = await world.person();
    const wrong = await tryLogin(person, 'not this one').catch((error: unknown) => error);
    const unknown = await tryLogin({ ...person, email: 'nobody@example.com' }).catch((error: unknown) => error);
    expect(wrong).toEqual(unknown);
    expect(wrong).toBeInstanceOf(InvalidCredentials);
    expect((await about('accounts.loginFailed.v1', person)).map(({ data }) => data.why)).toEqual(['credentials']);
    expect((await world.announced('accounts.loginFailed.v1')).at(-1)).toMatchObject({
      data: { accountId: null, why: 'credentials' },
    });
  });

  test('a hundred parallel wrong passwords are counted exactly; five are looked at, and the right one has to wait', async () => {
    const person = await world.person();
    const before = await world.signIn(person);
    const looked = world.desk.passwords.verified;
    const tries = await Promise.allSettled(Array.from({ length: 100 }, () => tryLogin(person, 'not this one')));
    expect(tries.every((one) => one.status === 'rejected' && one.reason instanceof InvalidCredentials)).toBe(true);
    expect(world.desk.passwords.verified - looked).toBe(5);
    const whys = Map.groupBy(await about('accounts.loginFailed.v1', person), ({ data }) => data.why);
    expect([whys.get('credentials')?.length, whys.get('throttled')?.length]).toEqual([5, 95]);
    expect((await about('accounts.locked.v1', person)).map(({ data }) => data.why)).toEqual(['failedLogins']);
    await expect(tryLogin(person)).rejects.toThrow(InvalidCredentials);
    expect(await world.active(before.session.id), 'guessing ends nobody’s session').toBe(true);
    world.clock.advance(minutes(1));
    await tryLogin(person);
    await expect(tryLogin(person, 'not this one')).rejects.toThrow(InvalidCredentials);
    await tryLogin(person);
  });

  test('tells of a lock or suspension only to whoever knows the password', async () => {
    const [locked, suspended] = [await world.person(), await world.person()];
    await lockAccount(world.room(world.staff('MODERATOR')), { accountId: locked.account.id, reason: 'Odd.' });
    await suspendAccount(world.room(world.staff('MODERATOR')), { accountId: suspended.account.id, reason: 'Fraud.' });
    await expect(tryLogin(locked, 'not this one')).rejects.toThrow(InvalidCredentials);
    await expect(tryLogin(locked)).rejects.toThrow(AccountIsLocked);
    await expect(tryLogin(suspended)).rejects.toThrow(AccountIsSuspended);
  });

  test('a session is worth nothing once its account is not active, though nobody ended it', async () => {
    const person = await world.person();
    const { session } = await world.signIn(person);
    await world.admin.query("update accounts.account set status = 'closed' where email = $1", [person.email]);
    expect(await world.active(session.id)).toBe(false);
    await expect(tryLogin(person)).rejects.toThrow(InvalidCredentials);
  });

  test('an account that never registered has no password to guess', async () => {
    const person = await world.person();
    await world.admin.query(
      'update accounts.account set password_hash = null where id = (select id from accounts.account where email = $1)',
      [person.email],
    );
    await expect(tryLogin(person)).rejects.toThrow(InvalidCredentials);
  });
});

describe('refreshing', () => {
  test('exchanges each token once, and keeps none', async () => {
    const person = await world.person();
    let tokens = await world.signIn(person);
    for (let turn = 1; turn <= 3; turn += 1) {
      tokens = await refresh(tokens.refreshToken);
      expect(tokens.session.rotation).toBe(turn);
    }
    const { rows } = await world.admin.query(
      'select t::text as text from accounts.refresh_token t union all select s::text from accounts.session s',
    );
    expect(rows.some(({ text }) => text.includes(tokens.refreshToken.slice(3)))).toBe(false);
  });

  test('a used token ends the session, its newest token too', async () => {
    const person = await world.person();
    const stolen = (await world.signIn(person)).refreshToken;
    const { refreshToken, session } = await refresh(stolen);
    await expect(refresh(stolen)).rejects.toThrow(InvalidRefreshToken);
    expect(await world.active(session.id)).toBe(false);
    await expect(refresh(refreshToken)).rejects.toThrow(InvalidRefreshToken);
    expect((await about('accounts.sessionRevoked.v1', person)).map(({ data }) => data.why)).toEqual(['reuseDetected']);
  });

  test('shown twenty times at once, a token is exchanged at most once, and the session ends', async () => {
    const person = await world.person();
    const { refreshToken, session } = await world.signIn(person);
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => refresh(refreshToken)));
    const won = tries.filter((one) => one.status === 'fulfilled');
    expect(won).toHaveLength(1);
    expect(await world.active(session.id)).toBe(false);
    await expect(refresh(won[0]!.value.refreshToken)).rejects.toThrow(InvalidRefreshToken);
    expect(await about('accounts.sessionRevoked.v1', person)).toHaveLength(1);
  });

  test('ends with the session, and does not cross tenants', async () => {
    const person = await world.person();
    const { refreshToken } = await world.signIn(person);
    const elsewhere = world.room(anonymousActor(await world.tenant()));
    await expect(refreshSession(elsewhere, world.keys, { refreshToken })).rejects.toThrow(InvalidRefreshToken);
    world.clock.advance(days(30));
    await expect(refresh(refreshToken)).rejects.toThrow(InvalidRefreshToken);
    await expect(refresh('rt_nonsense')).rejects.toThrow(InvalidRefreshToken);
  });
});

describe('ending sessions', () => {
  test('logout ends the session that asks, revoking another of one’s own, and nobody else’s', async () => {
    const [person, other] = [await world.person(), await world.person()];
    const [here, there, theirs] = [await world.signIn(person), await world.signIn(person, 'tablet'), await world.signIn(other)];
    const room = signedIn(person, here.session.id);
    await revokeSession(room, { sessionId: there.session.id });
    expect([await world.active(here.session.id), await world.active(there.session.id)]).toEqual([true, false]);
    await expect(revokeSession(room, { sessionId: theirs.session.id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await logout(room, {});
    expect([await world.active(here.session.id), await world.active(theirs.session.id)]).toEqual([false, true]);
    expect((await about('accounts.sessionRevoked.v1', person)).map(({ data }) => data.why)).toEqual(['revoked', 'logout']);
  });

  test('a new password ends every other session, and the old one opens none', async () => {
    const person = await world.person();
    const [here, there] = [await world.signIn(person), await world.signIn(person, 'tablet')];
    const room = signedIn(person, here.session.id);
    const newPassword = 'a loud walk at dusk';
    await expect(changePassword(room, world.desk, { currentPassword: 'not this one', newPassword })).rejects.toThrow(
      InvalidCredentials,
    );
    await expect(changePassword(room, world.desk, { currentPassword: password, newPassword: 'short' })).rejects.toMatchObject({
      code: 'ACCOUNT_WEAK_PASSWORD',
    });
    await changePassword(room, world.desk, { currentPassword: password, newPassword });
    expect([await world.active(here.session.id), await world.active(there.session.id)]).toEqual([true, false]);
    await expect(tryLogin(person)).rejects.toThrow(InvalidCredentials);
    await tryLogin(person, newPassword);
  });

  test('whatever races with a suspension, no session is worth anything after it', async () => {
    const person = await world.person();
    const { refreshToken } = await world.signIn(person);
    const racing = [
      ...Array.from({ length: 4 }, () => tryLogin(person)),
      suspendAccount(world.room(world.staff('MODERATOR')), { accountId: person.account.id, reason: 'Fraud.' }),
      refresh(refreshToken),
      ...Array.from({ length: 4 }, () => tryLogin(person)),
    ];
    await Promise.allSettled(racing);
    const { rows } = await world.admin.query<{ n: string }>(
      'select count(*) as n from accounts.session s join accounts.account a on a.id = s.account_id where a.email = $1 and s.revoked_at is null',
      [person.email],
    );
    expect(rows).toEqual([{ n: '0' }]);
    await expect(tryLogin(person)).rejects.toThrow(AccountIsSuspended);
  });
});

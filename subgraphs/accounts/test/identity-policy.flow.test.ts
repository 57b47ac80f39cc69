import { days, hours, minutes } from '@praetor/kernel/clock';
import { accountActor, anonymousActor } from '@praetor/testkit/actors';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { changePassword } from '../src/commands/change-password.ts';
import { giveRole } from '../src/commands/give-role.ts';
import { requestMagicLink, signInWithLink } from '../src/commands/magic-link.ts';
import { login } from '../src/commands/login.ts';
import { InvalidRefreshToken, refreshSession } from '../src/commands/refresh-session.ts';
import { register } from '../src/commands/register.ts';
import { removeTotp } from '../src/commands/remove-totp.ts';
import { setIdentityPolicy } from '../src/commands/set-identity-policy.ts';
import { usualPolicy } from '../src/domain/identity-policy.ts';
import { InvalidToken } from '../src/domain/proof.ts';
import { WeakPassword } from '../src/domain/password.ts';
import { codeOf, enrolSecondFactor, inSession } from './factors.ts';
import { accountsWorld, password, type AccountsWorld, type Person } from './world.ts';
import { answerSecondFactor } from '../src/commands/answer-second-factor.ts';
import type { SecondFactorRequired } from '../src/commands/second-factor.ts';

let world: AccountsWorld;
beforeAll(async () => (world = await accountsWorld()));
afterAll(() => world[Symbol.asyncDispose]());

const anonymous = (tenantId = world.tenantId) => world.room(anonymousActor(tenantId));
const admin = (tenantId = world.tenantId) => world.room(accountActor(tenantId, ['ADMIN']));
const refresh = (refreshToken: string, tenantId = world.tenantId) =>
  refreshSession(anonymous(tenantId), world.keys, { refreshToken });
const ends = async ({ account: { id } }: Person) =>
  (await world.announced('accounts.sessionRevoked.v1')).filter(({ data }) => data.accountId === id).map(({ data }) => data.why);

describe('a session', () => {
  test('that is not refreshed for a fortnight gives neither tokens nor access; one that is lasts 30 days', async () => {
    const person = await world.person();
    const [idle, used] = [await world.signIn(person, 'idle'), await world.signIn(person, 'used')];
    const next = (refreshToken: string, deviceId: string) => refreshSession(anonymous(), world.keys, { refreshToken, deviceId });
    world.clock.advance(days(13));
    let { refreshToken } = await next(used.refreshToken, 'used');
    expect([await world.active(idle.session.id), await world.active(used.session.id)]).toEqual([true, true]);
    world.clock.advance(days(1));
    expect([await world.active(idle.session.id), await world.active(used.session.id)]).toEqual([false, true]);
    await expect(next(idle.refreshToken, 'idle')).rejects.toThrow(InvalidRefreshToken);
    expect(await ends(person), 'written down when it is next asked for').toEqual(['idle']);
    world.clock.advance(days(12));
    ({ refreshToken } = await next(refreshToken, 'used'));
    expect(await world.active(used.session.id)).toBe(true);
    world.clock.advance(days(4));
    expect(await world.active(used.session.id)).toBe(false);
    await expect(next(refreshToken, 'used')).rejects.toThrow(InvalidRefreshToken);
  });

  test('of staff lasts an hour without use and a day at all, also one that was opened before the role was given', async () => {
    const person = await world.person();
    let { refreshToken, session } = await world.signIn(person);
    world.clock.advance(hours(2));
    expect(await world.active(session.id), 'a buyer’s').toBe(true);
    await giveRole(admin(), { accountId: person.account.id, role: 'SUPPORT' });
    expect(await world.active(session.id), 'the same session, of support').toBe(false);
    await expect(refresh(refreshToken)).rejects.toThrow(InvalidRefreshToken);
    ({ refreshToken, session } = await world.signIn(person));
    for (let hour = 0; hour < 24; hour += 1) {
      expect(await world.active(session.id), `hour ${hour}`).toBe(true);
      world.clock.advance(minutes(59));
      ({ refreshToken } = await refresh(refreshToken));
    }
    world.clock.advance(minutes(24));
    expect(await world.active(session.id), 'used, and a day old').toBe(false);
    await expect(refresh(refreshToken)).rejects.toThrow(InvalidRefreshToken);
  });

  test('ends as its own marketplace decided, at once and not elsewhere; it says until when it counts', async () => {
    const elsewhere = await world.tenant();
    const [here, there] = [await world.person(), await world.person(['BUYER'], elsewhere)];
    const [mine, theirs] = [await world.signIn(here), await world.signIn(there)];
    world.clock.advance(minutes(31));
    await setIdentityPolicy(admin(elsewhere), { idleMinutes: 30 });
    expect([await world.active(mine.session.id), await world.active(theirs.session.id)]).toEqual([true, false]);
    await expect(refresh(theirs.refreshToken, elsewhere)).rejects.toThrow(InvalidRefreshToken);
    const again = await world.signIn(there);
    const { data } = await world.query(
      accountActor(elsewhere, ['BUYER'], { id: there.account.id, sessionId: again.session.id }),
      '{ mySessions(first: 2) { edges { node { active expiresAt } } } }',
    );
    const until = new Date(world.clock.now().getTime() + minutes(30)).toISOString();
    expect(data).toMatchObject({
      mySessions: { edges: [{ node: { active: true, expiresAt: until } }, { node: { active: false } }] },
    });
  });
});

describe('what a marketplace decides', () => {
  test('is for administrators, within bounds, and of what they saw; all of it is announced', async () => {
    const tenantId = await world.tenant();
    await expect(setIdentityPolicy(world.room(accountActor(tenantId, ['MODERATOR'])), { idleMinutes: 60 })).rejects.toMatchObject(
      {
        code: 'POLICY_DENIED',
      },
    );
    for (const chosen of [{ idleMinutes: 5 }, { staffSessionHours: 25 }, { passwordLeast: 7 }, { passwordWords: ['ab'] }])
      await expect((async () => setIdentityPolicy(admin(tenantId), chosen))()).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(setIdentityPolicy(admin(tenantId), { passwordLeast: 10, passwordLeastWithFactor: 12 })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
    const first = await setIdentityPolicy(admin(tenantId), { passwordLeast: 20, expectedVersion: 0 });
    await expect(setIdentityPolicy(admin(tenantId), { passwordLeast: 16, expectedVersion: 0 })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    await setIdentityPolicy(admin(tenantId), { idleMinutes: 60, expectedVersion: first.version });
    const events = (await world.announced('accounts.identityPolicySet.v1')).filter(({ tenantid }) => tenantid === tenantId);
    expect(events.map(({ data }) => data)).toEqual([
      { ...usualPolicy, passwordLeast: 20 },
      { ...usualPolicy, passwordLeast: 20, idleMinutes: 60 },
    ]);
    const { data } = await world.query(
      accountActor(tenantId, ['SUPPORT']),
      '{ identityPolicy { passwordLeast idleMinutes version } }',
    );
    expect(data).toEqual({ identityPolicy: { passwordLeast: 20, idleMinutes: 60, version: 2 } });
  });

  test('two who decide first at once decide one after the other', async () => {
    const tenantId = await world.tenant();
    const both = [
      setIdentityPolicy(admin(tenantId), { pendingDays: 3 }),
      setIdentityPolicy(admin(tenantId), { passwordLeast: 18 }),
    ];
    await Promise.all(both);
    const { data } = await world.query(accountActor(tenantId, ['SUPPORT']), '{ identityPolicy { pendingDays passwordLeast } }');
    expect(data).toEqual({ identityPolicy: { pendingDays: 3, passwordLeast: 18 } });
  });
});

describe('a password', () => {
  const another = 'vQ9#tLm2xW';

  test('that stands alone has 15 characters, beside a second factor eight (NIST SP 800-63B-4 section 3.1.1.2)', async () => {
    const email = 'short@example.com';
    await expect(register(anonymous(), world.desk, { email, password: another })).rejects.toThrow('at least 15 characters');
    const person = await world.person();
    const room = inSession(world, person, await world.signIn(person));
    const change = { currentPassword: password, newPassword: another };
    await expect(changePassword(room, world.desk, change)).rejects.toThrow('at least 15 characters');
    const { room: with2, secret } = await enrolSecondFactor(world, await world.person());
    await expect(changePassword(with2, world.desk, { ...change, newPassword: 'vQ9#tLm' })).rejects.toThrow(
      'at least 8 characters',
    );
    await changePassword(with2, world.desk, change);
    await expect(removeTotp(with2, {}), 'what is left would be too weak').rejects.toThrow(WeakPassword);
    await changePassword(with2, world.desk, { currentPassword: another, newPassword: 'a loud walk at dusk' });
    await removeTotp(with2, {});
    expect(secret).toBeTruthy();
  });

  test('is not made of the marketplace’s own words', async () => {
    const tenantId = await world.tenant();
    const room = anonymous(tenantId);
    const words = { email: 'someone@example.com', password: 'Bluebird-Harvest-26' };
    await setIdentityPolicy(admin(tenantId), { passwordWords: ['Bluebird', 'harvest'] });
    await expect(register(room, world.desk, words)).rejects.toThrow(/made of your name/);
    await register(anonymous(await world.tenant()), world.desk, words);
  });

  test('that was set before the policy still opens its account', async () => {
    const tenantId = await world.tenant();
    const person = await world.person(['BUYER'], tenantId);
    await setIdentityPolicy(admin(tenantId), { passwordLeast: 64 });
    await world.signIn(person);
  });
});

test('a second factor’s session is as long as any', async () => {
  const { person, secret } = await enrolSecondFactor(world, await world.person());
  const refusal = await login(anonymous(), world.desk, { email: person.email, password }).catch((error: unknown) => error);
  const { challengeToken } = refusal as SecondFactorRequired;
  const { session } = await answerSecondFactor(anonymous(), world.desk, { challengeToken, code: codeOf(world, secret) });
  expect(session.expiresAt.getTime() - world.clock.now().getTime()).toBe(days(30));
});

test('a marketplace that wants none has no magic links, and staff has none anywhere', async () => {
  const tenantId = await world.tenant();
  const [person, staff] = [await world.person(['BUYER'], tenantId), await world.person(['BUYER'], tenantId)];
  const ask = async ({ email }: Person) => {
    const before = world.posted.length;
    await requestMagicLink(anonymous(tenantId), world.desk, { email });
    const token = await world.secretFor(email).catch(() => null);
    return world.posted.length > before ? token : null;
  };
  const [token, ofStaff] = [await ask(person), await ask(staff)];
  await giveRole(admin(tenantId), { accountId: staff.account.id, role: 'SUPPORT' });
  const follow = (given: string | null) => signInWithLink(anonymous(tenantId), world.desk, { token: given! });
  await expect(follow(ofStaff), 'sent before the role was given').rejects.toThrow(InvalidToken);
  expect(await ask(staff)).toBeNull();
  await setIdentityPolicy(admin(tenantId), { magicLinks: false });
  await expect(follow(token), 'sent before that was decided').rejects.toThrow(InvalidToken);
  expect(await ask(person)).toBeNull();
  await setIdentityPolicy(admin(tenantId), { magicLinks: true });
  expect((await follow(await ask(person))).session.methods).toEqual(['email']);
});

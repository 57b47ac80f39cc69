import { minutes } from '@praetor/kernel/clock';
import { accountActor, anonymousActor } from '@praetor/testkit/actors';
import type { Room } from '@praetor/events/room';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { InvalidCredentials } from '../src/commands/attempt-password.ts';
import { forgetDevice, nameDevice } from '../src/commands/change-device.ts';
import { login } from '../src/commands/login.ts';
import { revokeMySessions } from '../src/commands/revoke-my-sessions.ts';
import { inSession } from './factors.ts';
import { accountsWorld, password, type AccountsWorld, type Person } from './world.ts';

let world: AccountsWorld;
beforeAll(async () => (world = await accountsWorld()));
afterAll(() => world[Symbol.asyncDispose]());

const windows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:131.0) Gecko/20100101 Firefox/131.0';
const anonymous = (userAgent: string | null = null, ip: string | null = null) =>
  world.room({ ...anonymousActor(world.tenantId), userAgent, ip });
const about = async (type: string, { account: { id } }: Person) =>
  (await world.announced(type)).filter(({ data }) => data.accountId === id);

interface Shown {
  id: string;
  name: string;
  current: boolean;
  userAgent: string | null;
  lastIp: string | null;
  firstSeenAt: string;
  lastSeenAt: string;
  sessions: { id: string; current: boolean }[];
}
const shown = async ({ actor }: Room, of = 'me', first = 20): Promise<Shown[]> => {
  const fields = 'id name current userAgent lastIp firstSeenAt lastSeenAt sessions { id current }';
  const { data, errors } = await world.query(actor, `{ ${of} { devices(first: ${first}) { edges { node { ${fields} } } } } }`);
  expect(errors).toBeUndefined();
  const found = data as Record<string, { devices: { edges: { node: Shown }[] } | null } | null>;
  return Object.values(found)[0]?.devices?.edges.map(({ node }) => node) ?? [];
};

describe('the devices of an account', () => {
  test('are recorded at each login: what they say of themselves, from where, when first and last', async () => {
    const person = await world.person();
    const { email } = person;
    const from = (ip: string) => login(anonymous(windows, ip), world.desk, { email, password, deviceId: 'laptop' });
    await from('198.51.100.1');
    const first = world.clock.now().toISOString();
    world.clock.advance(minutes(5));
    const here = await from('198.51.100.2');
    const [device, ...others] = await shown(inSession(world, person, here));
    expect(others).toEqual([]);
    expect(device).toMatchObject({ name: 'Firefox on Windows', userAgent: windows, lastIp: '198.51.100.2' });
    expect([device!.firstSeenAt, device!.lastSeenAt]).toEqual([first, world.clock.now().toISOString()]);
    expect((await about('accounts.loginSucceeded.v1', person)).map(({ data }) => data.newDevice)).toEqual([true, false]);
  });

  test('are one thing that accounts share only when the client names it: a browser that many use is not', async () => {
    const prints = async (deviceId: string | null) => {
      const seen = [];
      for (const person of [await world.person(), await world.person()]) {
        await login(anonymous(windows), world.desk, { email: person.email, password, deviceId });
        const [event] = (await about('accounts.deviceSeen.v1', person)).toReversed();
        seen.push(event?.data.fingerprint);
      }
      return new Set(seen).size;
    };
    expect([await prints('till'), await prints(null)]).toEqual([1, 2]);
  });

  test('are listed with their living sessions, the one that asks marked; how many there are costs no query each', async () => {
    const person = await world.person();
    const [gone, here] = [await world.signIn(person, 'phone'), await world.signIn(person, 'phone')];
    const room = inSession(world, person, here);
    const tablet = await world.signIn(person, 'tablet');
    expect((await shown(room)).map(({ current, sessions }) => [current, sessions])).toEqual([
      [false, [{ id: tablet.session.id, current: false }]],
      [
        true,
        [
          { id: here.session.id, current: true },
          { id: gone.session.id, current: false },
        ],
      ],
    ]);
    const asked = (first: number) => world.statements(() => shown(room, 'me', first));
    expect((await asked(2)).length).toBe((await asked(1)).length);
    await revokeMySessions(room, {});
    expect((await shown(room)).map(({ sessions }) => sessions.map(({ id }) => id))).toEqual([[], [here.session.id]]);
  });

  test('are for the account itself and staff who may read accounts', async () => {
    const person = await world.person();
    await world.signIn(person);
    const of = `account(id: "${person.account.id}")`;
    expect(await shown(world.room(accountActor(world.tenantId)), of)).toEqual([]);
    expect(await shown(world.room(world.staff('SUPPORT')), of)).toMatchObject([{ current: false }]);
  });
});

describe('a device', () => {
  test('is called what its owner calls it, for everybody who sees it, until that is taken back', async () => {
    const person = await world.person();
    const { email } = person;
    const here = await login(anonymous(windows), world.desk, { email, password, deviceId: 'laptop' });
    const room = inSession(world, person, here);
    const { deviceId } = here.session;
    await nameDevice(room, { deviceId, name: '  Kitchen laptop ' });
    expect(await shown(room)).toMatchObject([{ name: 'Kitchen laptop' }]);
    await login(anonymous(windows), world.desk, { email, password, deviceId: 'laptop' });
    expect(await shown(room), 'also after the next login').toMatchObject([{ name: 'Kitchen laptop' }]);
    await nameDevice(room, { deviceId });
    expect(await shown(room)).toMatchObject([{ name: 'Firefox on Windows' }]);
    const events = await about('accounts.deviceNamed.v1', person);
    expect(events.map(({ praetorchange }) => praetorchange)).toEqual([
      { before: { name: null }, after: { name: 'Kitchen laptop' } },
      { before: { name: 'Kitchen laptop' }, after: { name: null } },
    ]);
  });

  test.each([' ', 'x'.repeat(61), 'a\0b', '\ud800'])('is not called %j', async (name) => {
    const person = await world.person();
    const here = await world.signIn(person);
    const naming = () => nameDevice(inSession(world, person, here), { deviceId: here.session.deviceId, name });
    await expect((async () => naming())()).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  test('is named and forgotten by nobody else: not by others, not by staff', async () => {
    const [person, other] = [await world.person(), await world.person()];
    const [theirs, own] = [await world.signIn(person), await world.signIn(other)];
    const { deviceId } = theirs.session;
    for (const room of [inSession(world, other, own), world.room(world.staff('ADMIN'))]) {
      await expect(nameDevice(room, { deviceId, name: 'Mine' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
      await expect(forgetDevice(room, { deviceId })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
    expect(await world.active(theirs.session.id)).toBe(true);
  });

  test('that is forgotten has no session, lets nobody past strangers’ guesses, and is new when it comes again', async () => {
    const person = await world.person();
    const { email } = person;
    const [here, lost] = [await world.signIn(person, 'phone'), await world.signIn(person, 'lost phone')];
    const deviceToken = world.desk.devices.issue(lost.session, world.clock.now());
    const enter = () => login(anonymous(), world.desk, { email, password, deviceId: 'lost phone', deviceToken });
    const room = inSession(world, person, here);
    await forgetDevice(room, { deviceId: lost.session.deviceId });
    expect([await world.active(here.session.id), await world.active(lost.session.id)]).toEqual([true, false]);
    expect((await shown(room)).map(({ id }) => id)).toEqual([here.session.deviceId]);
    expect(await about('accounts.deviceForgotten.v1', person)).toMatchObject([{ data: { deviceId: lost.session.deviceId } }]);
    for (let guess = 0; guess < 5; guess += 1)
      await expect(login(anonymous(), world.desk, { email, password: 'not this one' })).rejects.toThrow(InvalidCredentials);
    await expect(enter(), 'the token of a forgotten device is a stranger’s').rejects.toThrow(InvalidCredentials);
    world.clock.advance(minutes(2));
    await enter();
    expect((await about('accounts.loginSucceeded.v1', person)).map(({ data }) => data.newDevice)).toEqual([true, true, true]);
  });

  test('that asks may be forgotten, too; what links accounts stays', async () => {
    const [person, other] = [await world.person(), await world.person()];
    const [one] = [await world.signIn(person, 'shared tablet'), await world.signIn(other, 'shared tablet')];
    await world.drain();
    const links = `{ account(id: "${person.account.id}") { linkedAccounts { edges { node { account { id } kind } } } } }`;
    const linked = async () => (await world.query(world.staff('SUPPORT'), links)).data;
    const before = await linked();
    expect(JSON.stringify(before)).toContain(other.account.id);
    await forgetDevice(inSession(world, person, one), { deviceId: one.session.deviceId });
    await world.drain();
    expect(await world.active(one.session.id)).toBe(false);
    expect(await linked()).toEqual(before);
  });
});

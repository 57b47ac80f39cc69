import { flagResolved } from '@praetor/contracts/admin';
import { hours } from '@praetor/kernel/clock';
import { newId } from '@praetor/kernel/id';
import { Conflict, PolicyDenied } from '@praetor/kernel/refusal';
import { accountActor } from '@praetor/testkit/actors';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { giveRole } from '../src/commands/give-role.ts';
import { lockAccount } from '../src/commands/lock-account.ts';
import { reinstateAccount } from '../src/commands/reinstate-account.ts';
import { resetPassword } from '../src/commands/reset-password.ts';
import { suspendAccount } from '../src/commands/suspend-account.ts';
import { unlockAccount } from '../src/commands/unlock-account.ts';
import { foundTenant, newDemo, newSetUpToken } from '../src/service.ts';
import { login } from '../src/commands/login.ts';
import { InvalidToken } from '../src/domain/proof.ts';
import { WeakPassword } from '../src/domain/password.ts';
import { accountsWorld, gateway, type AccountsWorld, type Person } from './world.ts';

let world: AccountsWorld;
beforeAll(async () => (world = await accountsWorld()));
afterAll(() => world[Symbol.asyncDispose]());

const room = (...roles: string[]) => world.room(world.staff(...roles));
const about = async (type: string, { account }: Person) =>
  (await world.announced(type)).filter(({ data }) => data.accountId === account.id);
describe('restricting', () => {
  test('a lock ends sessions at once, lapses by itself, and is announced with its policy', async () => {
    const person = await world.person();
    const { session } = await world.signIn(person);
    const until = new Date(world.clock.now().getTime() + hours(1));
    await lockAccount(room('MODERATOR'), { accountId: person.account.id, reason: 'Odd logins.', until });
    expect(await world.active(session.id)).toBe(false);
    const [locked] = await about('accounts.locked.v1', person);
    expect(locked).toMatchObject({
      data: { until: until.toISOString(), why: 'Odd logins.' },
      praetorcause: { reason: 'Odd logins.' },
      praetorchange: { before: { status: 'active' }, after: { status: 'locked' } },
      praetordecision: { effect: 'allow', action: 'LockAccount', policies: ['account-restrict-staff'] },
    });
    expect((await about('accounts.sessionRevoked.v1', person)).map(({ data }) => data.why)).toEqual(['locked']);
    await expect(world.signIn(person)).rejects.toMatchObject({ code: 'ACCOUNT_LOCKED' });
    const [unlockDue] = world.subgraph.jobs;
    expect(await unlockDue!.runOnce()).toBe(0);
    world.clock.advance(hours(1));
    expect(await unlockDue!.runOnce()).toBe(1);
    expect(await about('accounts.unlocked.v1', person)).toHaveLength(1);
    await world.signIn(person);
    expect(await world.active(session.id), 'what ended stays ended').toBe(false);
  });

  test('unlocking, suspending and reinstating', async () => {
    const { account } = await world.person();
    const accountId = account.id;
    const locked = await lockAccount(room('MODERATOR'), { accountId, reason: 'Odd.' });
    await expect(lockAccount(room('MODERATOR'), { accountId, reason: 'Odd.' })).rejects.toMatchObject({ from: 'locked' });
    const stale = { accountId, expectedVersion: locked.version - 1 };
    await expect(unlockAccount(room('MODERATOR'), stale)).rejects.toThrow(Conflict);
    await unlockAccount(room('MODERATOR'), { accountId, expectedVersion: locked.version });
    await suspendAccount(room('MODERATOR'), { accountId, reason: 'Fraud.' });
    const back = await reinstateAccount(room('ADMIN'), { accountId, reason: 'It was not them.' });
    expect(back).toMatchObject({ status: 'active', why: null });
  });

  test('a moderator restricts no staff, nobody themselves; the refusal is announced with its policy', async () => {
    const support = await world.person();
    await giveRole(room('ADMIN'), { accountId: support.account.id, role: 'SUPPORT' });
    const lock = lockAccount(room('MODERATOR'), { accountId: support.account.id, reason: 'Odd.' });
    await expect(lock).rejects.toMatchObject({ policies: ['account-staff-by-admin-only'] });
    expect((await world.announced('accounts.actionRefused.v1')).at(-1)).toMatchObject({
      praetorstatus: 'refused',
      data: { action: 'lockAccount', code: 'POLICY_DENIED', target: { type: 'account', id: support.account.id } },
      praetordecision: { effect: 'deny' },
    });
    const self = accountActor(world.tenantId, ['ADMIN'], { id: support.account.id });
    await expect(suspendAccount(world.room(self), { accountId: support.account.id, reason: 'Me.' })).rejects.toThrow(
      PolicyDenied,
    );
  });

  test('a flag resolved with "suspend" suspends the account once, and ends its sessions', async () => {
    const person = await world.person();
    const { session } = await world.signIn(person);
    const flagId = newId('flag');
    const resolved = (resolution: 'suspend' | 'warn') =>
      world.receive(flagResolved, {
        subject: { type: 'flag', id: flagId },
        data: {
          flagId,
          entity: { type: 'listing', id: 'l-1' },
          accountId: person.account.id,
          resolution,
          reason: 'Counterfeit.',
        },
      });
    await resolved('warn');
    expect(await world.active(session.id)).toBe(true);
    await resolved('suspend');
    await resolved('suspend');
    expect(await world.active(session.id)).toBe(false);
    const events = await about('accounts.suspended.v1', person);
    expect(events.map(({ data }) => data.flagId)).toEqual([flagId]);
    expect(events[0]!.praetorcause).toMatchObject({ actorKind: 'system', actorId: 'accounts.flags' });
  });
});

test('first administrators set their own password, once and within a day; what exists already is nobody’s to set', async () => {
  const [token, other, late] = [newSetUpToken(), newSetUpToken(), newSetUpToken()];
  const administrators = [
    { email: 'First@shop.example', token },
    { email: 'second@shop.example', token: late },
  ];
  const founding = { slug: 'new-shop', name: 'New shop', logins: [], administrators };
  const tenantId = await foundTenant(world.subgraph, world.clock.now, founding);
  await foundTenant(world.subgraph, world.clock.now, {
    ...founding,
    administrators: [{ email: 'first@shop.example', token: other }],
  });
  const anonymous = world.room({ ...gateway, kind: 'anonymous', id: null, tenantId, roles: [] });
  const set = (given: string, newPassword = 'a loud walk at dusk') =>
    resetPassword(anonymous, world.desk, { token: given, newPassword });
  await expect(set(other), 'of an account that was there').rejects.toThrow(InvalidToken);
  await expect(set(token, 'too short')).rejects.toThrow(WeakPassword);
  await set(token);
  await expect(set(token)).rejects.toThrow(InvalidToken);
  const { account } = await login(anonymous, world.desk, { email: 'first@shop.example', password: 'a loud walk at dusk' });
  expect(account.roles).toContain('ADMIN');
  world.clock.advance(hours(24));
  await expect(set(late)).rejects.toThrow(InvalidToken);
  expect(JSON.stringify(await world.announced())).not.toContain(token);
});

test('the demo is made once, and its logins work', async () => {
  const demo = newDemo();
  const found = () => foundTenant(world.subgraph, world.clock.now, demo);
  const tenantId = await found();
  const events = (await world.announced()).length;
  expect(await found()).toBe(tenantId);
  expect(await world.announced()).toHaveLength(events);
  const { data } = await world.query(gateway, '{ tenantState(slug: "demo") { id } }');
  expect(data?.tenantState).toEqual({ id: tenantId });
  const anonymous = world.room({ ...gateway, kind: 'anonymous', id: null, tenantId: tenantId, roles: [] });
  for (const { role, email, password } of demo.logins) {
    const { account } = await login(anonymous, world.desk, { email, password });
    expect(account.roles).toContain(role);
  }
});

import { subjectErased } from '@praetor/contracts/erased';
import type { Envelope } from '@praetor/contracts/envelope';
import { days } from '@praetor/kernel/clock';
import { accountActor, anonymousActor } from '@praetor/testkit/actors';
import { expect, test } from 'vitest';
import { closeMyAccount } from '../src/commands/close-account.ts';
import { logout } from '../src/commands/end-session.ts';
import { giveRole } from '../src/commands/give-role.ts';
import { lockAccount } from '../src/commands/lock-account.ts';
import { login } from '../src/commands/login.ts';
import { reinstateAccount } from '../src/commands/reinstate-account.ts';
import { revokeRole } from '../src/commands/revoke-role.ts';
import { suspendAccount } from '../src/commands/suspend-account.ts';
import { unlockAccount } from '../src/commands/unlock-account.ts';
import { updateProfile } from '../src/commands/update-profile.ts';
import { holders } from '../src/domain/closing.ts';
import { applied, decided, handedIn } from './sellers.ts';
import { accountsWorld, password, type AccountsWorld, type Person } from './world.ts';

const admin = (world: AccountsWorld) => world.room(world.staff('ADMIN'));
const email = 'whole.life@example.com';

/** Somebody registers, sells, is stopped and let go on, and leaves. */
async function life(world: AccountsWorld): Promise<{ person: Person; sessionId: string; deviceId: string }> {
  const { account, session } = await world.join(email);
  const accountId = account.id;
  const person = { account, email, actor: accountActor(world.tenantId, ['BUYER'], { id: accountId }) as Person['actor'] };
  const anonymous = world.room(anonymousActor(world.tenantId));
  await login(anonymous, world.desk, { email, password: 'not this one' }).catch(() => null);
  await updateProfile(world.room(person.actor), { about: 'I sell lamps.' });
  await logout(world.room({ ...person.actor, sessionId: session.id }), {});
  await applied(world, person);
  for (let stage = 0; stage < 3; stage += 1) {
    await handedIn(world, person);
    await decided(world, person, true);
  }
  await giveRole(admin(world), { accountId, role: 'SUPPORT' });
  await revokeRole(admin(world), { accountId, role: 'SUPPORT' });
  await lockAccount(admin(world), { accountId, reason: 'Odd.' });
  await unlockAccount(admin(world), { accountId });
  await suspendAccount(admin(world), { accountId, reason: 'Fraud.' });
  await reinstateAccount(admin(world), { accountId, reason: 'A mistake.' });
  await login(anonymous, world.desk, { email, password });
  await leave(world, person);
  return { person, sessionId: session.id, deviceId: session.deviceId };
}

/** Closes the account; after the grace every subgraph answers that it has erased. */
async function leave(world: AccountsWorld, { actor, account: { id: accountId } }: Person): Promise<void> {
  const { closing } = await closeMyAccount(world.room(actor), world.desk, {});
  world.clock.advance(days(30));
  await world.subgraph.jobs.find(({ name }) => name === 'accounts.eraseDue')!.runOnce();
  await world.drain();
  const data = { accountId, closingId: closing.id, erased: { rows: 1 } };
  const answers = holders
    .filter((name) => name !== 'accounts')
    .map((name) => ({ contract: subjectErased[name], event: { subject: { type: 'account', id: accountId }, data } }));
  await world.receiveAll(answers);
}

test('whatever happens to an account is announced, in the words that others listen to', async () => {
  await using world = await accountsWorld();
  const { person, sessionId, deviceId } = await life(world);
  const own = (await world.announced()).filter(({ data }) => data.accountId === person.account.id);
  const first = (type: string): Envelope | undefined => own.find((event) => event.type === `accounts.${type}.v1`);
  const said = (type: string) => first(type)?.data;
  expect(said('created')).toMatchObject({ email, roles: ['BUYER'], claimed: true });
  expect(said('verified')).toMatchObject({ by: 'email' });
  expect(said('deviceSeen')).toMatchObject({ deviceId, firstTime: true });
  expect(said('sessionCreated')).toMatchObject({ sessionId, deviceId });
  expect(said('loginSucceeded')).toMatchObject({ sessionId, deviceId, newDevice: true });
  expect(said('loginFailed')).toMatchObject({ why: 'credentials' });
  expect(said('sessionRevoked')).toMatchObject({ sessionId, why: 'logout' });
  expect(said('profileUpdated')).toMatchObject({ changed: ['about'] });
  expect(said('sellerStageReached')).toMatchObject({ stage: 'application' });
  expect(said('sellerUpgraded')).toMatchObject({ kycLevel: 'verifiedBusiness' });
  expect(own.filter(({ type }) => type === 'accounts.roleAssigned.v1').map(({ data }) => data.role)).toEqual([
    'SELLER',
    'SUPPORT',
  ]);
  expect(said('roleRevoked')).toMatchObject({ role: 'SUPPORT' });
  expect(first('roleRevoked')?.praetorchange).toMatchObject({ after: { roles: ['BUYER', 'SELLER'] } });
  expect(said('locked')).toMatchObject({ why: 'Odd.', until: null });
  expect(said('suspended')).toMatchObject({ why: 'Fraud.' });
  expect(said('closed')).toMatchObject({ by: 'owner' });
  // The profile goes with the account: what is linked to it is asked for by one event, and its end told by another.
  expect([first('erasureRequested'), first('erased')].map((event) => event?.subject)).toEqual(
    Array(2).fill(`account/${person.account.id}`),
  );
});

import { days } from '@praetor/kernel/clock';
import { ProposalClosed, SecondPersonNeeded } from '@praetor/kernel/four-eyes';
import { Conflict, NotFound, PolicyDenied } from '@praetor/kernel/refusal';
import { accountActor } from '@praetor/testkit/actors';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assignRole, type RoleAssignment } from '../src/commands/assign-role.ts';
import { approveRoleRequest, rejectRoleRequest, withdrawRoleRequest } from '../src/commands/decide-role-request.ts';
import { lockAccount } from '../src/commands/lock-account.ts';
import { revokeRole } from '../src/commands/revoke-role.ts';
import { suspendAccount } from '../src/commands/suspend-account.ts';
import type { RoleRequestRow } from '../src/db/role-request.entity.ts';
import { LastAdministrator, RoleBeyondGrantor, type PersonalRole } from '../src/domain/roles.ts';
import { accountsWorld, gateway, type AccountsWorld, type Person } from './world.ts';

let world: AccountsWorld;
let first: Person;
let second: Person;
beforeAll(async () => {
  world = await accountsWorld();
  [first, second] = [await world.employ('ADMIN'), await world.employ('ADMIN')];
});
afterAll(() => world[Symbol.asyncDispose]());

const as = ({ actor }: Person) => world.room(actor);
const rolesOf = async (sessionId: string) => {
  const { data } = await world.query(gateway, `{ sessionStates(ids: ["${sessionId}"]) { roles } }`);
  return (data as { sessionStates: { roles: string[] }[] }).sessionStates[0]!.roles;
};
const asked = (assignment: RoleAssignment): RoleRequestRow => {
  if (!('request' in assignment)) throw new Error('It was given at once.');
  return assignment.request;
};
const ask = async (by: Person, { account }: Person, role: PersonalRole) =>
  asked(await assignRole(as(by), { accountId: account.id, role, reason: 'Joins the team.' }));
const about = async (type: string, { account }: Person) =>
  (await world.announced(type)).filter(({ data }) => data.accountId === account.id);

describe('roles of buyers and sellers', () => {
  test('are given by one person, count from the next request on, and are taken at once', async () => {
    const person = await world.person();
    const { session } = await world.signIn(person);
    const given = await assignRole(as(first), { accountId: person.account.id, role: 'SELLER' });
    expect(given).toMatchObject({ account: { roles: ['BUYER', 'SELLER'] } });
    expect(await rolesOf(session.id)).toEqual(['BUYER', 'SELLER']);
    await revokeRole(as(first), { accountId: person.account.id, role: 'SELLER' });
    expect(await rolesOf(session.id)).toEqual(['BUYER']);
  });

  test('nobody gives themselves one, and only administrators give at all', async () => {
    await expect(assignRole(as(first), { accountId: first.account.id, role: 'SELLER' })).rejects.toThrow(PolicyDenied);
    const moderator = world.room(world.staff('MODERATOR'));
    const { account } = await world.person();
    await expect(assignRole(moderator, { accountId: account.id, role: 'SELLER' })).rejects.toThrow(PolicyDenied);
  });
});

describe('staff roles', () => {
  test('take two people, both in the log; the session has the role with its next request', async () => {
    const person = await world.person();
    const { session } = await world.signIn(person);
    const request = await ask(first, person, 'FINANCE');
    expect(await rolesOf(session.id)).toEqual(['BUYER']);
    const roleRequestId = request.id;
    await expect(approveRoleRequest(as(first), { roleRequestId })).rejects.toThrow(SecondPersonNeeded);
    const promoted = accountActor(world.tenantId, ['ADMIN'], { id: person.account.id });
    await expect(approveRoleRequest(world.room(promoted), { roleRequestId })).rejects.toThrow(SecondPersonNeeded);
    await expect(approveRoleRequest(world.room(world.staff('MODERATOR')), { roleRequestId })).rejects.toThrow(PolicyDenied);
    await expect(approveRoleRequest(as(second), { roleRequestId, expectedVersion: 9 })).rejects.toThrow(Conflict);
    const done = await approveRoleRequest(as(second), { roleRequestId, reason: 'Checked.' });
    expect(done).toMatchObject({ state: 'approved', decidedById: second.account.id });
    expect(await rolesOf(session.id)).toEqual(['BUYER', 'FINANCE']);
    const [requested] = await about('accounts.roleRequested.v1', person);
    const [closed] = await about('accounts.roleRequestClosed.v1', person);
    const [given] = await about('accounts.roleAssigned.v1', person);
    expect(requested).toMatchObject({ praetorcause: { actorId: first.account.id, reason: 'Joins the team.' } });
    expect(closed).toMatchObject({ praetorcause: { actorId: second.account.id }, data: { outcome: 'approved' } });
    expect(given).toMatchObject({
      data: { role: 'FINANCE' },
      praetorcause: { actorId: second.account.id },
      praetordecision: { effect: 'allow', action: 'DecideRoleRequest', policies: ['role-request-decide-admin'] },
    });
    await expect(rejectRoleRequest(as(second), { roleRequestId, reason: 'No.' })).rejects.toThrow(ProposalClosed);
  });

  test('the policy alone stops the asker and the one concerned, even where the command would not', () => {
    const attributes = { tenant: world.tenantId, requestedBy: 'acc_a', concerned: 'acc_b', role: 'FINANCE', askerMayGrant: true };
    const decide = (id: string, more = {}) =>
      as(first).policies.decide({
        principal: {
          type: 'Actor',
          id,
          attributes: { kind: 'account', id, tenant: world.tenantId, roles: ['ADMIN'], assurance: 2 },
        },
        action: 'DecideRoleRequest',
        context: { verdict: 'approve' },
        resource: { type: 'RoleRequest', id: 'rrq_x', attributes: { ...attributes, ...more } },
      });
    expect(decide('acc_a')).toMatchObject({ effect: 'deny', policies: ['four-eyes'] });
    expect(decide('acc_b')).toMatchObject({ effect: 'deny', policies: ['four-eyes'] });
    expect(decide('acc_c')).toMatchObject({ effect: 'allow' });
    expect(decide('acc_c', { askerMayGrant: false })).toMatchObject({ policies: ['role-request-asker-without-authority'] });
  });

  test('asked for twice they are one request, of two at once too; another account is another', async () => {
    const person = await world.person();
    const requests = await Promise.all([ask(first, person, 'SUPPORT'), ask(second, person, 'SUPPORT')]);
    expect(requests[0]!.id).toBe(requests[1]!.id);
    expect(await about('accounts.roleRequested.v1', person)).toHaveLength(1);
    expect((await ask(first, await world.person(), 'SUPPORT')).id).not.toBe(requests[0]!.id);
  });

  test('of many who decide at once one does', async () => {
    const person = await world.person();
    const { id: roleRequestId } = await ask(first, person, 'AUDITOR');
    const third = await world.employ('ADMIN');
    const decided = await Promise.allSettled([
      approveRoleRequest(as(second), { roleRequestId }),
      approveRoleRequest(as(third), { roleRequestId }),
      rejectRoleRequest(as(third), { roleRequestId, reason: 'No.' }),
      withdrawRoleRequest(as(first), { roleRequestId }),
    ]);
    expect(decided.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await about('accounts.roleRequestClosed.v1', person)).toHaveLength(1);
  });

  test('rejected, withdrawn and expired requests give nothing, and can be made again', async () => {
    const person = await world.person();
    const rejected = await ask(first, person, 'SUPPORT');
    await rejectRoleRequest(as(second), { roleRequestId: rejected.id, reason: 'Not hired.' });
    const withdrawn = await ask(first, person, 'SUPPORT');
    await expect(withdrawRoleRequest(as(second), { roleRequestId: withdrawn.id })).rejects.toThrow(NotFound);
    await withdrawRoleRequest(as(first), { roleRequestId: withdrawn.id });
    const late = await ask(first, person, 'SUPPORT');
    world.clock.advance(days(7));
    await expect(approveRoleRequest(as(second), { roleRequestId: late.id })).rejects.toMatchObject({ state: 'expired' });
    const again = await ask(first, person, 'SUPPORT');
    const expire = world.subgraph.jobs.find(({ name }) => name === 'accounts.expireRoleRequests')!;
    await expire.runOnce();
    world.clock.advance(days(7));
    await expire.runOnce();
    const outcomes = (await about('accounts.roleRequestClosed.v1', person)).map(({ data }) => data.outcome);
    expect(outcomes).toEqual(['rejected', 'withdrawn', 'expired', 'expired']);
    expect(again.id).not.toBe(late.id);
    expect(await about('accounts.roleAssigned.v1', person)).toEqual([]);
  });

  test('nobody stands behind a request whose asker lost the authority', async () => {
    const [person, leaving] = [await world.person(), await world.employ('ADMIN')];
    const { id: roleRequestId } = await ask(leaving, person, 'SUPPORT');
    await revokeRole(as(first), { accountId: leaving.account.id, role: 'ADMIN' });
    await expect(approveRoleRequest(as(second), { roleRequestId })).rejects.toThrow('role-request-asker-without-authority');
    await rejectRoleRequest(as(second), { roleRequestId, reason: 'They left.' });
  });

  test('nobody asks for what they lack', async () => {
    const { account } = await world.person();
    const weaker = { ...as(first), permissions: new Set(['role:assign', 'account:read'] as const) };
    await expect(assignRole(weaker, { accountId: account.id, role: 'FINANCE' })).rejects.toThrow(RoleBeyondGrantor);
  });
});

test('the last administrator stays, in whichever way two would remove each other', async () => {
  const elsewhere = await accountsWorld();
  await using _ = elsewhere;
  const [one, other] = [await elsewhere.employ('ADMIN'), await elsewhere.employ('ADMIN')];
  const room = ({ actor }: Person) => elsewhere.room(actor);
  const outcomes = await Promise.allSettled([
    revokeRole(room(one), { accountId: other.account.id, role: 'ADMIN' }),
    suspendAccount(room(other), { accountId: one.account.id, reason: 'Mine alone.' }),
  ]);
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: expect.any(LastAdministrator) });
  const left = outcomes[0].status === 'fulfilled' ? one : other;
  const staff = elsewhere.room(elsewhere.staff('ADMIN'));
  const accountId = left.account.id;
  await expect(lockAccount(staff, { accountId, reason: 'Odd.' })).rejects.toThrow(LastAdministrator);
  await expect(revokeRole(staff, { accountId, role: 'ADMIN' })).rejects.toThrow(LastAdministrator);
});

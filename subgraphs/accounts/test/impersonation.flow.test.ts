import { permissionsOf, roles } from '@praetor/authorization/roles';
import type { Actor } from '@praetor/identity/actor';
import { minutes } from '@praetor/kernel/clock';
import { InvalidInput, NotFound, PolicyDenied } from '@praetor/kernel/refusal';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApiKey } from '../src/commands/create-api-key.ts';
import { endImpersonation } from '../src/commands/end-impersonation.ts';
import { logout } from '../src/commands/end-session.ts';
import { giveRole } from '../src/commands/give-role.ts';
import { lockAccount } from '../src/commands/lock-account.ts';
import { revokeRole } from '../src/commands/revoke-role.ts';
import { startImpersonation } from '../src/commands/start-impersonation.ts';
import { suspendAccount } from '../src/commands/suspend-account.ts';
import { impersonatorRoles } from '../src/domain/impersonation.ts';
import { accountsWorld, gateway, type AccountsWorld, type Person } from './world.ts';

let world: AccountsWorld;
let admin: Person;
beforeAll(async () => {
  world = await accountsWorld();
  admin = await world.employ('ADMIN');
  await world.employ('ADMIN');
});
afterAll(() => world[Symbol.asyncDispose]());

/** Signed in: with the session and device of now. */
async function signedIn(person: Person): Promise<Actor & { id: Person['account']['id'] }> {
  const { session } = await world.signIn(person);
  return { ...person.actor, sessionId: session.id, deviceId: session.deviceId };
}

async function begun() {
  const [support, person] = [await world.employ('SUPPORT'), await world.person()];
  const staff = await signedIn(support);
  const started = await startImpersonation(world.room(staff), world.keys, {
    accountId: person.account.id,
    reason: 'Cannot find an order.',
    minutes: 30,
  });
  const { sessionId } = started.impersonation;
  const acting: Actor = { ...person.actor, sessionId, deviceId: staff.deviceId, impersonatorId: support.account.id };
  return { support, person, staff, acting, sessionId, ...started };
}

const stateOf = async (sessionId: string) => {
  const { data } = await world.query(
    gateway,
    `{ sessionStates(ids: ["${sessionId}"]) { active accountId impersonatorId assurance roles } }`,
  );
  return (data as { sessionStates: { active: boolean }[] }).sessionStates[0]!;
};

describe('acting as someone else', () => {
  test('gives a token of both, for a while, that nothing refreshes; the account reads who and why', async () => {
    const { support, person, sessionId, accessToken, impersonation } = await begun();
    const claims = decodeJwt(accessToken!);
    expect(claims).toMatchObject({ sub: person.account.id, sid: sessionId, act: { sub: support.account.id }, aal: 1 });
    expect(claims.exp! - claims.iat!).toBe(30 * 60);
    expect(await stateOf(sessionId)).toEqual({
      active: true,
      accountId: person.account.id,
      impersonatorId: support.account.id,
      assurance: 1,
      roles: ['BUYER'],
    });
    const { rowCount } = await world.admin.query(
      'select 1 from accounts.refresh_token t join accounts.session s on s.id = t.session_id where s.impersonator_id is not null',
    );
    expect(rowCount).toBe(0);
    const mine = '{ me { impersonations { edges { node { id reason impersonator { id } endedAt } } } } }';
    const { data } = await world.query(person.actor, mine);
    expect(data).toEqual({
      me: {
        impersonations: {
          edges: [
            {
              node: {
                id: impersonation.id,
                reason: 'Cannot find an order.',
                impersonator: { id: support.account.id },
                endedAt: null,
              },
            },
          ],
        },
      },
    });
    const [event] = await world.announced('accounts.impersonationStarted.v1');
    expect(event).toMatchObject({
      data: { accountId: person.account.id, impersonatorId: support.account.id, why: 'Cannot find an order.' },
      praetorcause: { actorId: support.account.id, reason: 'Cannot find an order.' },
      praetordecision: { policies: ['account-impersonate-staff'] },
    });
  });

  test('names both in every event, also of what is refused', async () => {
    const { acting, support, person } = await begun();
    await expect(createApiKey(world.room(acting), { name: 'Mine' })).rejects.toThrow(PolicyDenied);
    expect((await world.announced('accounts.actionRefused.v1')).at(-1)?.praetorcause).toMatchObject({
      actorId: person.account.id,
      impersonatorId: support.account.id,
    });
  });

  test('uses no authority, not even were the account an administrator', async () => {
    const { acting } = await begun();
    const promoted = { ...acting, roles: ['ADMIN'] };
    const locking = lockAccount(world.room(promoted), { accountId: (await world.person()).account.id, reason: 'x' });
    await expect(locking).rejects.toMatchObject({ policies: ['impersonation-without-authority'] });
  });

  test('is for who may, and not of staff, nor of oneself, nor of whoever is locked, nor longer than an hour', async () => {
    const support = await world.employ('SUPPORT');
    const staff = await signedIn(support);
    const start = (by: Actor, of: Person, more = {}) =>
      startImpersonation(world.room(by), world.keys, { accountId: of.account.id, reason: 'Help.', ...more });
    const person = await world.person();
    await expect(start(world.staff('MODERATOR'), person)).rejects.toThrow(PolicyDenied);
    await expect(start(staff, await world.employ('AUDITOR'))).rejects.toThrow('account-impersonate-no-staff');
    await expect(start({ ...staff, roles: ['SUPPORT'] }, { ...support })).rejects.toThrow('account-impersonate-no-staff');
    for (const asked of [0, 61, -5, 1e9]) await expect(start(staff, person, { minutes: asked })).rejects.toThrow(InvalidInput);
    await suspendAccount(world.room(admin.actor), { accountId: person.account.id, reason: 'Fraud.' });
    await expect(start(staff, person)).rejects.toMatchObject({ code: 'ACCOUNT_WRONG_STATE' });
  });

  test('shows the token once', async () => {
    const [support, person] = [await world.employ('SUPPORT'), await world.person()];
    const room = world.room(await signedIn(support));
    const input = { accountId: person.account.id, reason: 'Help.', idempotencyKey: 'imp-1' };
    const { id } = await startImpersonation(room, world.keys, input);
    expect(await startImpersonation(room, world.keys, input)).toMatchObject({ id, accessToken: null });
  });
});

test('the roles that may are those with the permission', () => {
  const may = Object.keys(roles).filter((role) => permissionsOf([role]).has('account:impersonate'));
  expect(may.toSorted()).toEqual([...impersonatorRoles].toSorted());
});

describe('ends at once', () => {
  const ways: [string, (of: Awaited<ReturnType<typeof begun>>) => Promise<unknown>, string][] = [
    ['its time is over', async () => world.clock.advance(minutes(30)), 'expired'],
    ['staff ends it', ({ staff, id }) => endImpersonation(world.room(staff), { impersonationId: id }), 'ended'],
    ['from within', ({ acting, id }) => endImpersonation(world.room(acting), { impersonationId: id }), 'ended'],
    ['the account ends it', ({ person, id }) => endImpersonation(world.room(person.actor), { impersonationId: id }), 'ended'],
    ['staff logs out', ({ staff }) => logout(world.room(staff), {}), 'revoked'],
    [
      'staff is locked',
      ({ support }) => lockAccount(world.room(admin.actor), { accountId: support.account.id, reason: 'x' }),
      'revoked',
    ],
    [
      'staff loses the role',
      ({ support }) => revokeRole(world.room(admin.actor), { accountId: support.account.id, role: 'SUPPORT' }),
      'revoked',
    ],
    [
      'the account is suspended',
      ({ person }) => suspendAccount(world.room(admin.actor), { accountId: person.account.id, reason: 'x' }),
      'revoked',
    ],
    [
      'the account becomes staff',
      ({ person }) => giveRole(world.room(admin.actor), { accountId: person.account.id, role: 'AUDITOR' }),
      'revoked',
    ],
  ];

  test.each(ways)('when %s', async (_, happens, why) => {
    const run = await begun();
    expect((await stateOf(run.sessionId)).active).toBe(true);
    await happens(run);
    expect(await world.active(run.sessionId)).toBe(false);
    await world.subgraph.jobs.find(({ name }) => name === 'accounts.endImpersonations')!.runOnce();
    const ended = (await world.announced('accounts.impersonationEnded.v1')).filter(({ data }) => data.impersonationId === run.id);
    expect(ended.map(({ data }) => data.why)).toEqual([why]);
    expect(await world.active(run.sessionId)).toBe(false);
  });

  test('but by nobody else, nor by a colleague acting as the same person', async () => {
    const { id, person } = await begun();
    const other = await world.person();
    await expect(endImpersonation(world.room(other.actor), { impersonationId: id })).rejects.toThrow(NotFound);
    const colleague = { ...person.actor, impersonatorId: admin.account.id };
    await expect(endImpersonation(world.room(colleague), { impersonationId: id })).rejects.toThrow(NotFound);
  });
});

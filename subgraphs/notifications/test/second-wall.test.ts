import { roles, type Role } from '@praetor/authorization/roles';
import { accountActor, anonymousActor } from '@praetor/testkit/actors';
import { newId } from '@praetor/kernel/id';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AlertRow } from '../src/db/alert.entity.ts';
import { notificationsWorld, type NotificationsWorld, type Told } from './world.ts';

let world: NotificationsWorld;
let alert: AlertRow;
let told: Told;
beforeAll(async () => {
  world = await notificationsWorld();
  alert = await world.alerted();
  told = await world.told();
});
afterAll(() => world[Symbol.asyncDispose]());

describe.each(Object.keys(roles) as Role[])('%s', (role) => {
  const holds = (permission: string) => (roles[role] as readonly string[]).includes(permission);
  const stale = () => `alertId: "${alert.id}", expectedVersion: 99`;

  test.each([
    ['alert', 'alert:read', () => `{ alert(id: "${alert.id}") { id } }`],
    ['alerts', 'alert:read', () => '{ alerts(status: RAISED, severity: WARNING) { edges { node { id } } } }'],
    ['alertsSummary', 'alert:read', () => '{ alertsSummary { severity count } }'],
    ['raiseAlert', 'alert:manage', () => 'mutation { raiseAlert(input: { severity: INFO, title: "x" }) { __typename } }'],
    ['acknowledgeAlert', 'alert:manage', () => `mutation { acknowledgeAlert(input: { ${stale()} }) { __typename } }`],
    ['resolveAlert', 'alert:manage', () => `mutation { resolveAlert(input: { ${stale()} }) { __typename } }`],
  ])('asks %s with %s only, before any command runs', async (_, permission, operation) => {
    const before = (await world.announced()).length;
    const { errors } = await world.query(accountActor(world.tenantId, [role]), operation());
    if (holds(permission)) return expect(errors).toBeUndefined();
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect(await world.announced()).toHaveLength(before);
  });

  test('sees notifications of others with notification:read, and as references only', async () => {
    const reader = accountActor(world.tenantId, [role]);
    const reference = `{ _entities(representations: [{ __typename: "Notification", id: "${told.notificationId}" }]) { __typename } }`;
    const { data } = await world.query(reader, reference);
    expect(data?._entities).toEqual([holds('notification:read') ? { __typename: 'Notification' } : null]);
    const own = await world.query(reader, `{ notification(id: "${told.notificationId}") { id } }`);
    expect(own).toEqual({ data: { notification: null } });
    const ofAccount = `{ _entities(representations: [{ __typename: "Account", id: "${told.person.id}" }]) { ... on Account { notifications { edges { node { id } } } } } }`;
    const list = await world.query(reader, ofAccount);
    expect(list.errors?.[0]?.extensions.code).toBe(holds('notification:read') ? undefined : 'FORBIDDEN');
  });

  test('gets alerts as references with alert:read only', async () => {
    const reference = `{ _entities(representations: [{ __typename: "Alert", id: "${alert.id}" }]) { __typename } }`;
    const { data } = await world.query(accountActor(world.tenantId, [role]), reference);
    expect(data?._entities).toEqual([holds('alert:read') ? { __typename: 'Alert' } : null]);
  });
});

test('a reader reads their own notification, by id, in the list and as a reference', async () => {
  const { person, notificationId, disputeId } = told;
  const { data } = await world.query(
    person,
    `{ notification(id: "${notificationId}") { kind account { id } link { type id } }
       _entities(representations: [{ __typename: "Notification", id: "${notificationId}" }]) { ... on Notification { title } } }`,
  );
  expect(data).toEqual({
    notification: { kind: 'DISPUTE_OPENED', account: { id: person.id }, link: { type: 'dispute', id: disputeId } },
    _entities: [{ title: 'A dispute was opened with you' }],
  });
});

test('anonymous callers are told to sign in, and get nothing by reference', async () => {
  const nobody = anonymousActor(world.tenantId);
  for (const query of [
    '{ myUnreadCount }',
    `{ notification(id: "${told.notificationId}") { id } }`,
    '{ alertsSummary { count } }',
  ]) {
    expect((await world.query(nobody, query)).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  }
  const references = `{ _entities(representations: [{ __typename: "Notification", id: "${told.notificationId}" }, { __typename: "Alert", id: "${alert.id}" }]) { __typename } }`;
  expect((await world.query(nobody, references)).data?._entities).toEqual([null, null]);
});

test('a hundred references are one query', async () => {
  const ids = [alert.id, (await world.alerted()).id];
  const representations = Array.from({ length: 100 }, (_, n) => ({ __typename: 'Alert', id: ids[n % 2] }));
  const statements = await world.statements(() =>
    world.query(world.operator(), 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Alert { id } } }', {
      r: representations,
    }),
  );
  expect(statements.filter((text) => text.includes('from "notifications"."alert"'))).toHaveLength(1);
});

test('malformed input is a refusal, and a bad cursor a coded error', async () => {
  for (const list of ['alerts', 'myNotifications']) {
    for (const args of ['first: 0', 'first: 101', 'after: "bogus"']) {
      const { errors } = await world.query(world.operator(), `{ ${list}(${args}) { edges { cursor } } }`);
      expect(errors?.[0]?.extensions.code, `${list} ${args}`).toBe('BAD_USER_INPUT');
    }
  }
  const raise = (input: string) =>
    world.query(
      world.operator(),
      `mutation { raiseAlert(input: { severity: INFO, ${input} }) { ... on InvalidInput { issues { path } } } }`,
    );
  expect((await raise('title: ""')).data?.raiseAlert).toEqual({ issues: [{ path: ['title'] }] });
  expect((await raise('title: "x", accountId: "me"')).data?.raiseAlert).toEqual({ issues: [{ path: ['accountId'] }] });
  expect((await raise(`title: "x", disputeId: "${newId('alert')}"`)).data?.raiseAlert).toEqual({
    issues: [{ path: ['disputeId'] }],
  });
  for (const field of ['acknowledgeAlert(input: { alertId: "x" })', 'markNotificationRead(input: { notificationId: "x" })']) {
    const { data } = await world.query(world.operator(), `mutation { outcome: ${field} { ... on InvalidInput { code } } }`);
    expect(data?.outcome).toEqual({ code: 'INVALID_INPUT' });
  }
});

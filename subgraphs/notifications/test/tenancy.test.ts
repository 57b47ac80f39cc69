import { accountActor } from '@praetor/testkit/actors';
import { newId, uuidOf } from '@praetor/kernel/id';
import { roleOf, urlFor } from '@praetor/postgres/database';
import { testPassword } from '@praetor/testkit/database';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AlertRow } from '../src/db/alert.entity.ts';
import { notificationsWorld, type NotificationsWorld, type Told } from './world.ts';

let world: NotificationsWorld;
let alert: AlertRow;
let told: Told;
const elsewhere = newId('tenant');
beforeAll(async () => {
  world = await notificationsWorld();
  alert = await world.alerted();
  told = await world.told();
});
afterAll(() => world[Symbol.asyncDispose]());

describe('another tenant', () => {
  const foreign = accountActor(elsewhere, ['ADMIN', 'MODERATOR', 'AUDITOR']);
  // The worst case: the very id of the reader, in a token of another tenant.
  const impostor = () => accountActor(elsewhere, ['ADMIN'], { id: told.person.id });

  test.each([
    ['alert', '{ alert(id: $alert) { id } }', { alert: null }],
    ['list of alerts', '{ alerts { edges { node { id } } } }', { alerts: { edges: [] } }],
    [
      'entity',
      '{ _entities(representations: [{ __typename: "Alert", id: $alert }, { __typename: "Notification", id: $told }]) { __typename } }',
      { _entities: [null, null] },
    ],
    ['notification', '{ notification(id: $told) { id } }', { notification: null }],
    [
      'inbox',
      '{ myUnreadCount myNotifications { edges { node { id } } } }',
      { myUnreadCount: 0, myNotifications: { edges: [] } },
    ],
    [
      'account’s notifications',
      '{ _entities(representations: [{ __typename: "Account", id: $account }]) { ... on Account { notifications { edges { node { id } } } } } }',
      { _entities: [{ notifications: { edges: [] } }] },
    ],
  ])('finds no %s', async (_, query, data) => {
    const ids = { $alert: alert.id, $told: told.notificationId, $account: told.person.id };
    const text = Object.entries(ids).reduce((before, [name, id]) => before.replace(name, `"${id}"`), query);
    for (const actor of [foreign, impostor()]) expect((await world.query(actor, text)).data).toEqual(data);
  });

  test('gets the same refusal for what exists elsewhere as for what exists nowhere', async () => {
    const resolve = (id: string) =>
      world.query(
        impostor(),
        `mutation { resolveAlert(input: { alertId: "${id}" }) { __typename ... on UserError { code message } } }`,
      );
    const read = (id: string) =>
      world.query(
        impostor(),
        `mutation { markNotificationRead(input: { notificationId: "${id}" }) { __typename ... on UserError { code message } } }`,
      );
    const [there, nowhere] = [await resolve(alert.id), await resolve(newId('alert'))];
    expect(there).toEqual(nowhere);
    expect(there.data?.resolveAlert).toMatchObject({ code: 'NOT_FOUND' });
    expect(await read(told.notificationId)).toEqual(await read(newId('notification')));
  });
});

test('the database shows and takes one tenant’s rows only, whatever SQL the subgraph’s role runs', async () => {
  const client = new pg.Client({ connectionString: urlFor(world.adminUrl, roleOf('notifications'), testPassword) });
  await client.connect();
  try {
    const enter = (tenant: typeof elsewhere) =>
      client.query("select set_config('praetor.tenant_id', $1, false)", [uuidOf(tenant)]);
    for (const table of ['alert', 'notification']) {
      const count = async () => Number((await client.query(`select count(*) as n from notifications.${table}`)).rows[0].n);
      await client.query("select set_config('praetor.tenant_id', '', false)");
      expect(await count()).toBe(0);
      await enter(world.tenantId);
      expect(await count()).toBe(1);
      await enter(elsewhere);
      expect(await count()).toBe(0);
      expect((await client.query(`update notifications.${table} set title = 'x'`)).rowCount).toBe(0);
    }
    const plant = client.query(
      `insert into notifications.notification (id, tenant_id, account_id, kind, title, body, created_at)
       values ($1, $2, $1, 'warning', 'x', 'x', now())`,
      [uuidOf(newId('notification')), uuidOf(world.tenantId)],
    );
    await expect(plant).rejects.toThrow('row-level security');
    await expect(client.query('alter table notifications.alert disable row level security')).rejects.toThrow('must be owner');
  } finally {
    await client.end();
  }
});

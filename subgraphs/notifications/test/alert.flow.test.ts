import { accountLocked, accountReinstated, accountSuspended, accountUnlocked } from '@praetor/contracts/accounts';
import { errorLogged, serviceDown, serviceRecovered } from '@praetor/contracts/marketplace';
import { Conflict, IdempotencyMismatch, NotFound, PolicyDenied } from '@praetor/kernel/refusal';
import { newId } from '@praetor/kernel/id';
import { accountActor } from '@praetor/testkit/actors';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { acknowledgeAlert } from '../src/commands/acknowledge-alert.ts';
import { raiseAlert } from '../src/commands/raise-alert.ts';
import { resolveAlert } from '../src/commands/resolve-alert.ts';
import { WrongState } from '../src/domain/alert.ts';
import { notificationsWorld, type NotificationsWorld } from './world.ts';

let world: NotificationsWorld;
beforeAll(async () => (world = await notificationsWorld()));
afterAll(() => world[Symbol.asyncDispose]());

const announcedOf = async (type: string, alertId: string) =>
  (await world.announced(type)).filter((event) => event.data.alertId === alertId);
const about = { type: 'service', id: 's' };

interface Seen {
  id: string;
  status: string;
  severity: string;
  title: string;
  detail: string | null;
  count: number;
  account: { id: string } | null;
  acknowledgedBy: { id: string } | null;
  resolvedBy: { id: string } | null;
}
/** What operators see from this source, newest first. */
async function alertsFrom(source: string): Promise<Seen[]> {
  const query =
    '{ alerts(first: 100) { edges { node { id status severity source title detail count account { id } acknowledgedBy { id } resolvedBy { id } } } } }';
  const { data } = await world.query(world.operator('AUDITOR'), query);
  const { edges } = data!.alerts as { edges: { node: Seen & { source: string } }[] };
  return edges.map(({ node }) => node).filter((alert) => alert.source === source);
}

describe('an operator’s alert', () => {
  test('is raised, acknowledged and resolved; each is announced with who did it', async () => {
    const [accountId, disputeId] = [newId('account'), newId('dispute')];
    const alert = await world.alerted({ accountId, disputeId, detail: 'Strange pattern.' });
    expect(alert).toMatchObject({ status: 'raised', source: 'operator', count: 1, version: 1 });
    const operator = world.operator();
    await acknowledgeAlert(world.room(operator), { alertId: alert.id });
    const resolved = await resolveAlert(world.room(operator), { alertId: alert.id });
    expect(resolved).toMatchObject({ status: 'resolved', acknowledgedById: operator.id, resolvedById: operator.id });
    expect(await announcedOf('notifications.alertRaised.v1', alert.id)).toMatchObject([
      { data: { accountId, disputeId, severity: 'warning' }, praetordecision: { policies: ['alert-manage-staff'] } },
    ]);
    expect(await announcedOf('notifications.alertAcknowledged.v1', alert.id)).toMatchObject([
      {
        praetorcause: { actorId: operator.id },
        data: { acknowledgedBy: operator.id },
        praetorchange: { before: { status: 'raised' } },
      },
    ]);
    expect(await announcedOf('notifications.alertResolved.v1', alert.id)).toMatchObject([{ data: { resolvedBy: operator.id } }]);
    await expect(resolveAlert(world.room(operator), { alertId: alert.id })).rejects.toThrow(WrongState);
  });

  test('of one key is one alert until it is resolved, however parallel', async () => {
    const raise = () => world.alerted({ dedupKey: 'queue' });
    const rows = await Promise.all(Array.from({ length: 4 }, raise));
    expect(new Set(rows.map(({ id }) => id)).size).toBe(1);
    expect(await announcedOf('notifications.alertRaised.v1', rows[0]!.id)).toHaveLength(4);
    await resolveAlert(world.room(world.operator()), { alertId: rows[0]!.id });
    const anew = await raise();
    expect(anew).toMatchObject({ count: 1 });
    expect(anew.id).not.toBe(rows[0]!.id);
  });

  test('is acknowledged by one of two at once, and not at a stale version', async () => {
    const alert = await world.alerted();
    const tries = await Promise.allSettled(
      [world.operator(), world.operator('ADMIN')].map((actor) => acknowledgeAlert(world.room(actor), { alertId: alert.id })),
    );
    expect(tries.map((t) => t.status).sort()).toEqual(['fulfilled', 'rejected']);
    const stale = resolveAlert(world.room(world.operator()), { alertId: alert.id, expectedVersion: alert.version });
    await expect(stale).rejects.toThrow(Conflict);
  });

  test('has one effect for one idempotency key', async () => {
    const operator = world.operator();
    const raise = (title: string) => raiseAlert(world.room(operator), { severity: 'info', title, idempotencyKey: 'k' });
    expect((await raise('One')).id).toBe((await raise('One')).id);
    await expect(raise('Two')).rejects.toThrow(IdempotencyMismatch);
  });

  test('is policy: who may not manage alerts is denied, and that is announced', async () => {
    const alert = await world.alerted();
    const finance = accountActor(world.tenantId, ['FINANCE']);
    await expect(resolveAlert(world.room(finance), { alertId: alert.id })).rejects.toThrow(PolicyDenied);
    expect((await world.announced('notifications.actionRefused.v1')).at(-1)).toMatchObject({
      data: { action: 'resolveAlert', code: 'POLICY_DENIED', target: { id: alert.id } },
      praetordecision: { effect: 'deny' },
    });
    await expect(resolveAlert(world.room(finance), { alertId: newId('alert') })).rejects.toThrow(NotFound);
  });
});

describe('a detector’s alert', () => {
  test('a service that is down is one critical alert until it recovers by itself', async () => {
    const down = { subject: about, data: { service: 'search', detail: 'No answer.' } };
    await world.receive(serviceDown, down);
    await world.receive(serviceDown, down);
    expect(await alertsFrom('search')).toMatchObject([
      { status: 'RAISED', severity: 'CRITICAL', count: 2, detail: 'No answer.' },
    ]);
    await world.receive(serviceRecovered, { subject: about, data: { service: 'search' } });
    expect(await alertsFrom('search')).toMatchObject([{ status: 'RESOLVED', resolvedBy: null }]);
    const before = (await world.announced()).length;
    await world.receive(serviceRecovered, { subject: about, data: { service: 'search' } });
    expect(await world.announced()).toHaveLength(before);
    await world.receive(serviceDown, down);
    expect((await alertsFrom('search')).map(({ status }) => status)).toEqual(['RAISED', 'RESOLVED']);
  });

  test('errors are as grave as they are logged, and a graver one takes an acknowledged alert back', async () => {
    const log = (severity: 'info' | 'warning' | 'error' | 'critical', code: string) =>
      world.receive(errorLogged, { subject: about, data: { service: 'pay', severity, message: `It broke ${severity}.`, code } });
    await log('info', 'I');
    await log('error', 'E');
    expect((await alertsFrom('pay')).map(({ title, severity }) => [title, severity])).toEqual([
      ['pay: E', 'WARNING'],
      ['pay: I', 'INFO'],
    ]);
    const [error] = await alertsFrom('pay');
    const operator = world.operator();
    await acknowledgeAlert(world.room(operator), { alertId: error!.id });
    await log('warning', 'E');
    expect((await alertsFrom('pay'))[0]).toMatchObject({
      status: 'ACKNOWLEDGED',
      count: 2,
      detail: 'It broke warning.',
      acknowledgedBy: { id: operator.id },
    });
    await log('critical', 'E');
    expect((await alertsFrom('pay'))[0]).toMatchObject({
      status: 'RAISED',
      severity: 'CRITICAL',
      count: 3,
      acknowledgedBy: null,
    });
  });

  test('a locked or suspended account is an alert that names it, until it is let in again', async () => {
    const accountId = newId('account');
    const subject = { type: 'account', id: accountId };
    await world.receive(accountLocked, { subject, data: { accountId, until: null, why: 'failedLogins' } });
    await world.receive(accountSuspended, { subject, data: { accountId, why: 'fraud', flagId: null } });
    const mine = async () => (await alertsFrom('accounts')).filter(({ account }) => account?.id === accountId);
    expect(await mine()).toMatchObject([
      { title: 'Account suspended', severity: 'WARNING', status: 'RAISED', detail: 'fraud' },
      { title: 'Account locked', severity: 'WARNING', status: 'RAISED' },
    ]);
    await world.receive(accountUnlocked, { subject, data: { accountId } });
    expect((await mine()).map(({ status }) => status)).toEqual(['RAISED', 'RESOLVED']);
    await world.receive(accountReinstated, { subject, data: { accountId, why: 'appeal' } });
    expect((await mine()).map(({ status }) => status)).toEqual(['RESOLVED', 'RESOLVED']);
  });
});

test('the summary counts by severity what was and what still is', async () => {
  const query = '{ alertsSummary { severity count unresolved } }';
  const read = async () => {
    const { data } = await world.query(world.operator('AUDITOR'), query);
    const rows = data!.alertsSummary as { severity: string; count: number; unresolved: number }[];
    return rows.find(({ severity }) => severity === 'INFO')!;
  };
  const before = await read();
  const alert = await world.alerted({ severity: 'info' });
  expect(await read()).toMatchObject({ count: before.count + 1, unresolved: before.unresolved + 1 });
  await resolveAlert(world.room(world.operator()), { alertId: alert.id });
  expect(await read()).toMatchObject({ count: before.count + 1, unresolved: before.unresolved });
});

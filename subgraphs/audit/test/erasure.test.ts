import { loginSucceeded } from '@praetor/contracts/accounts';
import { flagRaised } from '@praetor/contracts/admin';
import { erasureRequested } from '@praetor/contracts/closing';
import { subjectErased } from '@praetor/contracts/erased';
import { userRegistered } from '@praetor/contracts/marketplace';
import { envelopeOf } from '@praetor/events/announce';
import { newId, type Id } from '@praetor/kernel/id';
import { accountActor } from '@praetor/testkit/actors';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyLog } from '../src/service.ts';
import { auditWorld, type AuditWorld } from './world.ts';

let world: AuditWorld;
beforeAll(async () => (world = await auditWorld()));
afterAll(() => world[Symbol.asyncDispose]());

const personal = async () =>
  (
    await world.admin.query<{ personal: unknown }>('select personal from audit.entry where personal is not null order by index')
  ).rows.map((row) => JSON.stringify(row.personal));

/** Events by and about an account, each with something personal. */
function life(accountId: Id<'account'>, moderator: ReturnType<typeof accountActor>) {
  const now = world.clock.now();
  const actor = accountActor(world.tenantId, ['BUYER'], { id: accountId, ip: '198.51.100.5', userAgent: 'phone' });
  const subject = { type: 'account', id: accountId };
  const sessionId = newId('session');
  const flag = {
    flagId: newId('flag'),
    entity: { type: 'listing', id: 'l-1' },
    accountId,
    category: 'fake',
    severity: 'low' as const,
    count: 1,
  };
  const registered = { userRef: 'u-5', kind: 'buyer' as const, displayName: 'Grace', email: 'grace@example.org' };
  return [
    envelopeOf({ actor, now }, loginSucceeded, {
      subject,
      data: { accountId, sessionId, deviceId: newId('device'), newDevice: true },
    }),
    envelopeOf({ actor: moderator, now }, flagRaised, {
      subject: { type: 'flag', id: flag.flagId },
      data: { ...flag, reason: 'Grace lies.' },
    }),
    {
      ...envelopeOf({ actor: moderator, now }, userRegistered, { subject: { type: 'user', id: 'u-5' }, data: registered }),
      praetorparties: { 'u-5': accountId },
    },
  ];
}

test('an erasure takes every personal part of the account away, nobody else’s, and every proof stays valid', async () => {
  const [gone, stays] = [newId('account'), newId('account')];
  const moderator = accountActor(world.tenantId, ['MODERATOR'], { ip: '203.0.113.1', userAgent: 'desk' });
  await world.append([...life(gone, moderator), ...life(stays, moderator), ...world.story(30)]);
  const locked = { type: 'account', id: gone };
  const byStaff = envelopeOf({ actor: moderator, now: world.clock.now() }, loginSucceeded, {
    subject: locked,
    data: { accountId: gone, sessionId: newId('session'), deviceId: newId('device'), newDevice: false },
  });
  await world.append([byStaff]);
  await world.subgraph.jobs[0]!.runOnce();
  const before = await personal();
  const data = { accountId: gone, closingId: newId('closing'), dueAt: world.clock.now().toISOString() };
  await world.receive(erasureRequested, { subject: { type: 'account', id: gone }, data });
  const after = await personal();
  expect(before.length - after.length).toBe(3);
  expect(after.join()).toContain('203.0.113.1');
  expect(after.filter((text) => text.includes('Grace'))).toHaveLength(2);
  expect(await verifyLog(world.subgraph.orm, world.tenantId)).toMatchObject({ ok: true });
  const [answer] = await world.announced(subjectErased.audit.type);
  expect(answer!.data).toMatchObject({ accountId: gone, closingId: data.closingId, erased: { entries: 3 } });
  await world.receive(erasureRequested, { subject: { type: 'account', id: gone }, data });
  expect((await world.announced(subjectErased.audit.type)).at(-1)!.data).toMatchObject({ erased: { entries: 0 } });
});

test('the erasure finds its entries by an index', async () => {
  const { rows } = await world.admin
    .query<{ 'QUERY PLAN': string }>(
      `set enable_seqscan = off; explain select 1 from audit.entry where accounts @> array['acc_x'] and personal is not null`,
    )
    .then((results) => (results as unknown as { rows: { 'QUERY PLAN': string }[] }[])[1]!);
  expect(rows.map((row) => row['QUERY PLAN']).join()).toContain('entry_personal_of');
});

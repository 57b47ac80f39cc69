import {
  accountLocked,
  accountSuspended,
  impersonationStarted,
  loginSucceeded,
  factorResetRequested,
  passwordChanged,
  sessionRevoked,
  factorEnrolled,
  factorRemoved,
  recoveryCodeUsed,
} from '@praetor/contracts/accounts';
import { flagResolved } from '@praetor/contracts/admin';
import {
  disputeAnswered,
  disputeAppealed,
  disputeClosed,
  disputeDecided,
  disputeOpened,
  disputeReviewStarted,
  disputeWithdrawn,
} from '@praetor/contracts/disputes';
import {
  sellerDeadlineNear,
  sellerDocumentsReturned,
  sellerRejected,
  sellerStageReached,
  sellerUpgraded,
} from '@praetor/contracts/sellers';
import type { Envelope } from '@praetor/contracts/envelope';
import { trustTierChanged } from '@praetor/contracts/trust';
import { envelopeOf } from '@praetor/events/announce';
import { systemActor } from '@praetor/identity/actor';
import { NotFound } from '@praetor/kernel/refusal';
import { newId, uuidOf } from '@praetor/kernel/id';
import { inTenant } from '@praetor/postgres/tenancy';
import { accountActor, partnerActor } from '@praetor/testkit/actors';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { markAllNotificationsRead } from '../src/commands/mark-all-notifications-read.ts';
import { markNotificationRead } from '../src/commands/mark-notification-read.ts';
import { onDisputes } from '../src/workers/on-disputes.ts';
import { notificationsWorld, type NotificationsWorld } from './world.ts';

let world: NotificationsWorld;
beforeAll(async () => (world = await notificationsWorld()));
afterAll(() => world[Symbol.asyncDispose]());

const person = () => accountActor(world.tenantId);
const kindsOf = async (reader: ReturnType<typeof person>) => (await world.inbox(reader)).map(({ kind }) => kind);

describe('a dispute', () => {
  test('tells each side what the other, or a reviewer, did, newest first and linked to it', async () => {
    const [claimant, respondent, disputeId] = [person(), person(), newId('dispute')];
    const subject = { type: 'dispute', id: disputeId };
    const parties = { disputeId, claimantId: claimant.id, respondentId: respondent.id };
    const answerBy = '2026-01-25T12:00:00.000Z';
    await world.receive(disputeOpened, {
      subject,
      data: { ...parties, orderRef: null, category: 'late', claim: null, answerBy },
    });
    await world.receive(disputeAnswered, { subject, data: { ...parties, remedy: 'Secret words.', late: true } });
    const verdict = { reviewerId: null, outcome: 'upheld' as const, rationale: 'Secret words.', appealBy: answerBy };
    const refund = { amountMinor: 1250, currency: 'EUR' };
    await world.receive(disputeDecided, { subject, data: { ...parties, ...verdict, refund } });
    await world.receive(disputeAppealed, { subject, data: { ...parties, appellantId: respondent.id, grounds: 'Secret words.' } });
    await world.receive(disputeClosed, { subject, data: { ...parties, why: 'final' } });
    expect(await kindsOf(claimant)).toEqual(['DISPUTE_CLOSED', 'DISPUTE_APPEALED', 'DISPUTE_DECIDED', 'DISPUTE_ANSWERED']);
    expect(await kindsOf(respondent)).toEqual(['DISPUTE_CLOSED', 'DISPUTE_DECIDED', 'DISPUTE_OPENED']);
    const [, decided] = await world.inbox(respondent);
    expect(decided).toMatchObject({ link: subject, readAt: null });
    expect(decided!.body).toContain('12.50 EUR');
    expect(JSON.stringify(await world.inbox(claimant))).not.toContain('Secret');
  });

  test('that is withdrawn tells the respondent; an appeal alerts operators until a reviewer takes it', async () => {
    const [claimant, respondent, disputeId] = [person(), person(), newId('dispute')];
    const subject = { type: 'dispute', id: disputeId };
    const parties = { disputeId, claimantId: claimant.id, respondentId: respondent.id };
    await world.receive(disputeWithdrawn, { subject, data: { ...parties, reason: 'Found it.' } });
    expect([await kindsOf(claimant), await kindsOf(respondent)]).toEqual([[], ['DISPUTE_WITHDRAWN']]);
    await world.receive(disputeAppealed, { subject, data: { ...parties, appellantId: claimant.id, grounds: 'x' } });
    expect(await kindsOf(respondent)).toEqual(['DISPUTE_APPEALED', 'DISPUTE_WITHDRAWN']);
    const query = '{ alerts(first: 1) { edges { node { status severity dispute { id } account { id } } } } }';
    const newest = async () => {
      const { data } = await world.query(world.operator(), query);
      return (data!.alerts as { edges: { node: unknown }[] }).edges[0]!.node;
    };
    expect(await newest()).toEqual({
      status: 'RAISED',
      severity: 'INFO',
      dispute: { id: disputeId },
      account: { id: claimant.id },
    });
    const review = { reviewerId: newId('account'), decideBy: '2026-02-01T12:00:00.000Z' };
    await world.receive(disputeReviewStarted, { subject, data: { ...parties, ...review } });
    expect(await newest()).toMatchObject({ status: 'RESOLVED' });
  });
});

describe('an account', () => {
  test('is told of a lock, a suspension, a sign-in from a new device, but not of one from a known device', async () => {
    const me = person();
    const accountId = me.id;
    const subject = { type: 'account', id: accountId };
    const login = { accountId, sessionId: newId('session'), deviceId: newId('device') };
    await world.receive(loginSucceeded, { subject, data: { ...login, newDevice: false } });
    expect(await kindsOf(me)).toEqual([]);
    await world.receive(loginSucceeded, { subject, data: { ...login, newDevice: true } });
    await world.receive(accountLocked, { subject, data: { accountId, until: '2026-01-15T12:15:00.000Z', why: 'failedLogins' } });
    await world.receive(accountSuspended, { subject, data: { accountId, why: 'Secret words.', flagId: null } });
    expect(await kindsOf(me)).toEqual(['ACCOUNT_SUSPENDED', 'ACCOUNT_LOCKED', 'NEW_DEVICE']);
    expect(JSON.stringify(await world.inbox(me))).not.toContain('Secret');
  });

  test('is told when a session of it turns out to be copied, not when it ends one', async () => {
    const me = person();
    const session = newId('session');
    const subject = { type: 'session', id: session };
    for (const why of ['logout', 'foreignDevice', 'reuseDetected'] as const)
      await world.receive(sessionRevoked, { subject, data: { accountId: me.id, sessionId: session, why } });
    expect(await kindsOf(me)).toEqual(['SESSION_STOLEN', 'SESSION_STOLEN']);
  });

  test('is told of each factor that comes or goes, and of each recovery code', async () => {
    const me = person();
    const subject = { type: 'account', id: me.id };
    const factor = { accountId: me.id, credentialId: newId('credential') };
    await world.receive(factorEnrolled, { subject, data: { ...factor, kind: 'totp' } });
    await world.receive(recoveryCodeUsed, { subject, data: { accountId: me.id, left: 9 } });
    await world.receive(factorRemoved, { subject, data: { ...factor, kind: 'passkey' } });
    expect(await kindsOf(me)).toEqual(['FACTOR_REMOVED', 'RECOVERY_CODE_USED', 'FACTOR_ADDED']);
    const said = JSON.stringify(await world.inbox(me));
    for (const words of ['An authenticator app', 'A passkey', '9 are left']) expect(said).toContain(words);
  });

  test('is told that its password was changed', async () => {
    const me = person();
    await world.receive(passwordChanged, { subject: { type: 'account', id: me.id }, data: { accountId: me.id } });
    expect(await kindsOf(me)).toEqual(['PASSWORD_CHANGED']);
  });

  test('is told when staff is asked to remove its second factor', async () => {
    const me = person();
    const subject = { type: 'account', id: me.id };
    const reset = { accountId: me.id, factorResetId: newId('factorReset'), requestedById: newId('account') };
    const data = { ...reset, takesTwo: false, dueAt: '2026-01-16T12:00:00.000Z' };
    await world.receive(factorResetRequested, { subject, data });
    expect(await kindsOf(me)).toEqual(['FACTOR_RESET']);
    expect(JSON.stringify(await world.inbox(me))).toContain('2026-01-16 12:00 UTC');
  });

  test('is told what its application to sell wants, that time runs out, and how it ended; nothing of what is ours to do', async () => {
    const me = person();
    const application = { accountId: me.id, applicationId: newId('onboarding') };
    const subject = { type: 'sellerApplication', id: application.applicationId };
    const until = '2026-02-01T00:00:00.000Z';
    for (const [stage, waitsFor] of [
      ['application', 'praetor'],
      ['identity', 'applicant'],
      ['trust', 'praetor'],
    ] as const)
      await world.receive(sellerStageReached, { subject, data: { ...application, stage, waitsFor, until } });
    await world.receive(sellerDeadlineNear, { subject, data: { ...application, stage: 'identity', until } });
    const reasons = ['The photo is blurred.'];
    await world.receive(sellerDocumentsReturned, { subject, data: { ...application, stage: 'identity', reasons } });
    await world.receive(sellerUpgraded, { subject, data: { ...application, kycLevel: 'verifiedBusiness' } });
    await world.receive(sellerRejected, { subject, data: { ...application, stage: 'payout', outcome: 'expired', reasons: [] } });
    expect(await kindsOf(me)).toEqual([
      'SELLER_REJECTED',
      'SELLER_ACTIVATED',
      'SELLER_DOCUMENTS_RETURNED',
      'SELLER_DEADLINE_NEAR',
      'SELLER_DOCUMENTS_WANTED',
    ]);
    expect(JSON.stringify(await world.inbox(me))).toContain('The photo is blurred.');
  });

  test('is told when staff acts as it, until when and why', async () => {
    const me = person();
    const ids = { accountId: me.id, impersonationId: newId('impersonation'), impersonatorId: newId('account') };
    const data = { ...ids, sessionId: newId('session'), why: 'You asked.', until: '2026-01-15T12:15:00.000Z' };
    await world.receive(impersonationStarted, { subject: { type: 'account', id: me.id }, data });
    expect(await kindsOf(me)).toEqual(['IMPERSONATION']);
    expect(JSON.stringify(await world.inbox(me))).toContain('You asked.');
  });

  test('is told the reason of a warning, and of no other end of a flag', async () => {
    const me = person();
    const flag = { flagId: newId('flag'), entity: { type: 'listing', id: 'l-1' }, accountId: me.id, reason: 'Not your logo.' };
    const subject = { type: 'flag', id: flag.flagId };
    await world.receive(flagResolved, { subject, data: { ...flag, resolution: 'dismiss' } });
    await world.receive(flagResolved, { subject, data: { ...flag, resolution: 'warn' } });
    expect(await world.inbox(me)).toMatchObject([
      { kind: 'WARNING', link: flag.entity, body: 'It concerns your listing: Not your logo.' },
    ]);
  });

  test('is told when its trust goes down, not when it goes up', async () => {
    const me = person();
    const change = (previousTier: 'new' | 'trusted' | 'standard', tier: 'trusted' | 'standard') => ({
      subject: { type: 'account', id: me.id },
      data: {
        accountId: me.id,
        score: 500,
        tier,
        previousTier,
        riskLevel: 'low' as const,
        modelVersion: '1',
        evaluatedAt: '2026-01-15T12:00:00.000Z',
      },
    });
    await world.receive(trustTierChanged, change('new', 'trusted'));
    expect(await kindsOf(me)).toEqual([]);
    await world.receive(trustTierChanged, change('trusted', 'standard'));
    expect(await kindsOf(me)).toEqual(['TRUST_TIER_LOWERED']);
  });
});

describe('reading', () => {
  test('marks one’s own, once, and counts what is left', async () => {
    const { person: me, notificationId } = await world.told();
    await world.told(me);
    const unread = async () => (await world.query(me, '{ myUnreadCount }')).data?.myUnreadCount;
    expect(await unread()).toBe(2);
    const read = await markNotificationRead(world.room(me), { notificationId });
    world.clock.advance(1000);
    const again = await markNotificationRead(world.room(me), { notificationId });
    expect(again.readAt).toEqual(read.readAt);
    expect(
      (await world.announced('notifications.notificationRead.v1')).filter(({ data }) => data.notificationId === notificationId),
    ).toHaveLength(1);
    expect(await unread()).toBe(1);
    expect((await world.inbox(me, '(unreadOnly: true)')).map(({ id }) => id)).not.toContain(notificationId);
    await expect(markNotificationRead(world.room(person()), { notificationId })).rejects.toThrow(NotFound);
  });

  test('all at once leaves those of others, and answers the same for the same key', async () => {
    const { person: me } = await world.told();
    const { person: other } = await world.told();
    await world.told(me);
    const input = { idempotencyKey: 'all' };
    expect(await markAllNotificationsRead(world.room(me), input)).toMatchObject({ count: 2 });
    await world.told(me);
    expect(await markAllNotificationsRead(world.room(me), input)).toMatchObject({ count: 2 });
    expect(await world.inbox(me, '(unreadOnly: true)')).toHaveLength(1);
    expect(await world.inbox(other, '(unreadOnly: true)')).toHaveLength(1);
  });

  test('is for people: a partner’s key has no inbox', async () => {
    const { data, errors } = await world.query(
      partnerActor(world.tenantId),
      '{ myUnreadCount myNotifications { edges { cursor } } }',
    );
    expect([data, errors]).toEqual([{ myUnreadCount: null, myNotifications: null }, undefined]);
    await expect(markAllNotificationsRead(world.room(partnerActor(world.tenantId)), {})).rejects.toThrow(NotFound);
  });
});

test('five hundred events are two statements, each notification announced with what led to it', async () => {
  const respondentId = newId('account');
  const events: Envelope[] = Array.from({ length: 500 }, () => {
    const disputeId = newId('dispute');
    const data = {
      disputeId,
      claimantId: newId('account'),
      respondentId,
      orderRef: null,
      category: 'x',
      claim: null,
      answerBy: '2026-01-25T12:00:00.000Z',
    };
    const cause = { actor: systemActor('testkit', world.tenantId), now: world.clock.now() };
    return envelopeOf(cause, disputeOpened, { subject: { type: 'dispute', id: disputeId }, data });
  });
  const before = (await world.announced('notifications.notificationCreated.v1')).length;
  await inTenant(world.subgraph.orm, world.tenantId, (tx) => onDisputes[0]!.handle(tx, events, world.tenantId));
  // `cmin` numbers the statement that wrote a row within its transaction.
  const { rows } = await world.admin.query(
    `select (select count(distinct cmin::text) from notifications.notification where account_id = $1 and created_at = $3)::int as told,
            (select count(distinct cmin::text) from notifications.outbox_event where envelope->'data'->>'accountId' = $2)::int as announced`,
    [uuidOf(respondentId), respondentId, events[0]!.time],
  );
  expect(rows).toEqual([{ told: 1, announced: 1 }]);
  const announced = (await world.announced('notifications.notificationCreated.v1')).slice(before);
  expect(announced.map(({ praetorcause }) => praetorcause.causationId)).toEqual(events.map(({ id }) => id));
  expect(announced[0]).toMatchObject({ time: events[0]!.time, data: { accountId: respondentId, kind: 'disputeOpened' } });
});

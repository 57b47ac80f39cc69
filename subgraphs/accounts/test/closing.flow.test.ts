import { disputeClosed, disputeOpened } from '@praetor/contracts/disputes';
import { accountErased, accountReopened, erasureHeld, erasureOverdue, erasureRequested } from '@praetor/contracts/closing';
import { subjectErased } from '@praetor/contracts/erased';
import { deviceSeen } from '@praetor/contracts/marketplace';
import { days, hours } from '@praetor/kernel/clock';
import { newId, type Id } from '@praetor/kernel/id';
import { accountActor, anonymousActor } from '@praetor/testkit/actors';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeAccount, closeMyAccount } from '../src/commands/close-account.ts';
import { createApiKey } from '../src/commands/create-api-key.ts';
import { kept } from '../src/commands/erase-subject.ts';
import { placeHold, releaseHold } from '../src/commands/hold.ts';
import { refreshSession } from '../src/commands/refresh-session.ts';
import { cancelClosing, reopenAccount } from '../src/commands/reopen-account.ts';
import { suspendAccount } from '../src/commands/suspend-account.ts';
import type { holders } from '../src/domain/closing.ts';
import { accountsWorld, type AccountsWorld, type Person } from './world.ts';

let world: AccountsWorld;
beforeAll(async () => (world = await accountsWorld()));
afterAll(() => world[Symbol.asyncDispose]());

const job = (name: string) => world.subgraph.jobs.find((one) => one.name === `accounts.${name}`)!;
const mine = (person: Person) => closeMyAccount(world.room(person.actor), world.desk, {});
const admin = () => world.room(world.staff('ADMIN'));
const about = async (type: string, accountId: string) =>
  (await world.announced(type)).filter(({ data }) => data.accountId === accountId);

/** What the account's closing looks like to staff. */
async function closingOf(accountId: string) {
  const query = `query ($id: ID!) { account(id: $id) { status email closing { status overdueAt finishedAt
    erasureReport { subgraph erasedAt erased } } holds { edges { node { source reference releasedAt } } } } }`;
  const { data, errors } = await world.query(world.staff('ADMIN'), query, { id: accountId });
  expect(errors).toBeUndefined();
  return data!.account as {
    status: string;
    email: string | null;
    closing: { status: string; overdueAt: string | null; erasureReport: { subgraph: string; erasedAt: string | null }[] } | null;
    holds: { edges: { node: { source: string; releasedAt: string | null } }[] };
  };
}

/** The other five answer. */
const answer = async (accountId: Id<'account'>, subgraphs: readonly (typeof holders)[number][]) => {
  const [asked] = await about(erasureRequested.type, accountId);
  const data = { accountId, closingId: asked!.data.closingId as string, erased: { rows: 1 } };
  await world.receiveAll(
    subgraphs.map((name) => ({ contract: subjectErased[name], event: { subject: { type: 'account', id: accountId }, data } })),
  );
};

describe('closing', () => {
  test('ends sessions and keys at once, and lets nobody in', async () => {
    const person = await world.person();
    const { session, refreshToken } = await world.signIn(person);
    const { apiKey } = await createApiKey(world.room({ ...person.actor, roles: ['ADMIN'] }), { name: 'Mine' });
    const { closing, cancelToken } = await closeMyAccount(world.room(person.actor), world.desk, { idempotencyKey: 'c-1' });
    expect(cancelToken).toMatch(/^ct_[\w-]{43}$/);
    expect(await closeMyAccount(world.room(person.actor), world.desk, { idempotencyKey: 'c-1' })).toMatchObject({
      id: closing.id,
      cancelToken: null,
    });
    expect(await world.active(session.id)).toBe(false);
    await expect(world.signIn(person)).rejects.toMatchObject({ code: 'ACCOUNT_INVALID_CREDENTIALS' });
    const room = world.room(anonymousActor(world.tenantId));
    await expect(refreshSession(room, world.keys, { refreshToken })).rejects.toMatchObject({
      code: 'ACCOUNT_INVALID_REFRESH_TOKEN',
    });
    expect((await world.announced('accounts.apiKeyRevoked.v1')).map(({ data }) => data.apiKeyId)).toContain(apiKey.id);
    expect((await about('accounts.closed.v1', person.account.id))[0]).toMatchObject({
      data: { by: 'owner' },
      praetorchange: { before: { status: 'active' }, after: { status: 'closed' } },
    });
    await expect(mine(person)).rejects.toMatchObject({ code: 'ACCOUNT_WRONG_STATE' });
  });

  test('is taken back with its token, once, and within the grace only', async () => {
    const [person, late] = [await world.person(), await world.person()];
    const token = (await mine(person)).cancelToken!;
    const lateToken = (await mine(late)).cancelToken!;
    const room = world.room(anonymousActor(world.tenantId));
    for (const wrong of ['ct_wrong', 'x'.repeat(200)])
      await expect(cancelClosing(room, { token: wrong })).rejects.toMatchObject({ code: 'ACCOUNT_CLOSING_NOT_CANCELLABLE' });
    await cancelClosing(room, { token });
    await expect(cancelClosing(room, { token })).rejects.toMatchObject({ code: 'ACCOUNT_CLOSING_NOT_CANCELLABLE' });
    await world.signIn(person);
    expect(await about(accountReopened.type, person.account.id)).toHaveLength(1);
    world.clock.advance(days(30));
    await expect(cancelClosing(room, { token: lateToken })).rejects.toMatchObject({ code: 'ACCOUNT_CLOSING_NOT_CANCELLABLE' });
    const elsewhere = world.room(anonymousActor(await world.tenant()));
    const other = await world.person();
    const { cancelToken } = await mine(other);
    await expect(cancelClosing(elsewhere, { token: cancelToken! })).rejects.toMatchObject({
      code: 'ACCOUNT_CLOSING_NOT_CANCELLABLE',
    });
  });

  test('takes no suspension away: whoever was suspended is that again', async () => {
    const { account } = await world.person();
    await suspendAccount(admin(), { accountId: account.id, reason: 'Fraud.' });
    await closeAccount(admin(), { accountId: account.id, reason: 'They asked by letter.' });
    await reopenAccount(admin(), { accountId: account.id, reason: 'They wrote again.' });
    expect((await closingOf(account.id)).status).toBe('SUSPENDED');
    const self = accountActor(world.tenantId, ['ADMIN'], { id: account.id });
    await expect(closeAccount(world.room(self), { accountId: account.id, reason: 'Me.' })).rejects.toMatchObject({
      code: 'POLICY_DENIED',
    });
    await expect(
      closeAccount(world.room(world.staff('MODERATOR')), { accountId: account.id, reason: 'x' }),
    ).rejects.toMatchObject({ code: 'POLICY_DENIED' });
  });
});

describe('erasure', () => {
  test('begins when the grace ends, and is over when all six answered', async () => {
    const person = await world.person();
    const id = person.account.id;
    await mine(person);
    world.clock.advance(days(30) - 1);
    await job('eraseDue').runOnce();
    expect(await about(erasureRequested.type, id)).toEqual([]);
    world.clock.advance(1);
    await job('eraseDue').runOnce();
    await job('eraseDue').runOnce();
    expect(await about(erasureRequested.type, id)).toHaveLength(1);
    await world.drain();
    const report = async () =>
      (await closingOf(id)).closing!.erasureReport.filter(({ erasedAt }) => erasedAt).map(({ subgraph }) => subgraph);
    expect(await report()).toEqual(['ACCOUNTS']);
    await answer(id, ['trust', 'admin', 'audit', 'disputes']);
    await answer(id, ['trust']);
    expect((await closingOf(id)).closing!.status).toBe('ERASING');
    await answer(id, ['notifications']);
    expect(await closingOf(id)).toMatchObject({ status: 'CLOSED', email: null, closing: { status: 'ERASED' } });
    expect(await about(accountErased.type, id)).toHaveLength(1);
  });

  test('waits for open disputes and orders of staff, and says so', async () => {
    const person = await world.person();
    const id = person.account.id;
    const dispute = { disputeId: newId('dispute'), claimantId: newId('account'), respondentId: id };
    const subject = { type: 'dispute', id: dispute.disputeId };
    const opened = {
      ...dispute,
      orderRef: null,
      category: 'Not delivered',
      claim: null,
      answerBy: world.clock.now().toISOString(),
    };
    await world.receive(disputeOpened, { subject, data: opened });
    const { id: holdId } = await placeHold(admin(), { accountId: id, reason: 'A request of the police.' });
    await mine(person);
    world.clock.advance(days(31));
    await job('eraseDue').runOnce();
    await job('eraseDue').runOnce();
    expect((await about(erasureHeld.type, id)).map(({ data }) => (data.holds as string[]).length)).toEqual([2]);
    expect((await closingOf(id)).closing!.status).toBe('HELD');
    await expect(reopenAccount(admin(), { accountId: id, reason: 'Late.' })).rejects.toMatchObject({
      code: 'ACCOUNT_CLOSING_NOT_CANCELLABLE',
    });
    await world.receive(disputeClosed, { subject, data: { ...dispute, why: 'settled' } });
    await job('eraseDue').runOnce();
    expect((await closingOf(id)).closing!.status).toBe('HELD');
    await releaseHold(admin(), { holdId, reason: 'Answered.' });
    await job('eraseDue').runOnce();
    expect((await closingOf(id)).closing!.status).toBe('ERASING');
    expect((await closingOf(id)).holds.edges.every(({ node }) => node.releasedAt)).toBe(true);
  });

  test('that somebody is late with is told once, with who', async () => {
    const person = await world.person();
    await mine(person);
    world.clock.advance(days(30));
    await job('eraseDue').runOnce();
    await world.drain();
    await answer(person.account.id, ['trust', 'admin', 'audit', 'notifications']);
    world.clock.advance(hours(24));
    await job('watchErasures').runOnce();
    await job('watchErasures').runOnce();
    const overdue = await about(erasureOverdue.type, person.account.id);
    expect(overdue.map(({ data }) => data.missing)).toEqual([['disputes']]);
    await answer(person.account.id, ['disputes']);
    expect((await closingOf(person.account.id)).closing).toMatchObject({
      status: 'ERASED',
      overdueAt: expect.any(String) as string,
    });
  });

  test('leaves nothing behind that tells who it was', async () => {
    const person = await world.person();
    const id = person.account.id;
    await world.signIn(person, 'my own phone');
    const seen = { userRef: 'u-77', deviceId: 'device-of-u-77', ip: '198.51.100.77' };
    await world.receive(deviceSeen, { subject: { type: 'user', id: 'u-77' }, data: seen }, { 'u-77': id });
    const telling = [person.email, person.account.displayName!, '198.51.100.77', 'device-of-u-77'];
    expect(await tablesHolding(telling)).not.toEqual([]);
    await mine(person);
    world.clock.advance(days(30));
    await job('eraseDue').runOnce();
    await world.drain();
    expect(await tablesHolding(telling)).toEqual([]);
  });

  test('takes rows from every table that names accounts, but for its own report', async () => {
    const person = await world.person();
    await mine(person);
    world.clock.advance(days(30));
    await job('eraseDue').runOnce();
    await world.drain();
    const { rows } = await world.admin.query<{ table_name: string }>(
      `select table_name from information_schema.columns where table_schema = 'accounts' and column_name = 'account_id' order by 1`,
    );
    const answered = (await about(subjectErased.accounts.type, person.account.id))[0]!.data.erased as Record<string, number>;
    const named = [
      ...Object.keys(answered).filter((name) => !['account', 'organization', 'inbox_failure'].includes(name)),
      ...kept.filter((name) => name !== 'account_link'),
    ];
    expect(named.toSorted()).toEqual(rows.map((row) => row.table_name));
  });
});

/** Tables of accounts with a row that has one of these words in any column. Outbox and inbox forget within days by themselves. */
async function tablesHolding(words: string[]): Promise<string[]> {
  const { rows: tables } = await world.admin.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'accounts'
     and table_name not in ('outbox_event', 'inbox_event', 'inbox_failure', 'command_key', 'migration')`,
  );
  const holding: string[] = [];
  for (const { name } of tables) {
    const { rows } = await world.admin.query(
      `select 1 from accounts.${name} as t where exists (select from unnest($1::text[]) as word where position(word in to_jsonb(t)::text) > 0) limit 1`,
      [words],
    );
    if (rows.length) holding.push(name);
  }
  return holding;
}

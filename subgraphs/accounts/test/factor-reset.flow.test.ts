import { days } from '@praetor/kernel/clock';
import { SecondPersonNeeded } from '@praetor/kernel/four-eyes';
import { PolicyDenied } from '@praetor/kernel/refusal';
import { anonymousActor } from '@praetor/testkit/actors';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerSecondFactor } from '../src/commands/answer-second-factor.ts';
import { changePassword } from '../src/commands/change-password.ts';
import {
  approveFactorReset,
  objectToFactorReset,
  rejectFactorReset,
  withdrawFactorReset,
} from '../src/commands/decide-factor-reset.ts';
import { giveRole } from '../src/commands/give-role.ts';
import { refreshSession } from '../src/commands/refresh-session.ts';
import { requestFactorReset } from '../src/commands/request-factor-reset.ts';
import { SecondFactorRequired } from '../src/commands/second-factor.ts';
import { suspendAccount } from '../src/commands/suspend-account.ts';
import { addPhone, confirmPhone } from '../src/commands/verify-phone.ts';
import { FactorResetClosed, NoSecondFactor } from '../src/domain/factor-reset.ts';
import { InvalidToken } from '../src/domain/proof.ts';
import { codeOf, enrolSecondFactor } from './factors.ts';
import { accountsWorld, password, type AccountsWorld, type Person } from './world.ts';

let world: AccountsWorld;
let support: Person;
let admin: Person;
beforeAll(async () => {
  world = await accountsWorld();
  [support, admin] = [await world.employ('SUPPORT'), await world.employ('ADMIN')];
});
afterAll(() => world[Symbol.asyncDispose]());

const anonymous = () => world.room(anonymousActor(world.tenantId));
const as = ({ actor }: Person) => world.room(actor);
const due = () => world.subgraph.jobs.find(({ name }) => name === 'accounts.resetFactorsDue')!.runOnce();
const ask = (person: Person, by = support) =>
  requestFactorReset(as(by), world.desk, { accountId: person.account.id, reason: 'Known by voice, and by two invoices.' });
const owner = async () => enrolSecondFactor(world, await world.person());
const letters = ({ account }: Person) => world.posted.filter(({ accountId }) => accountId === account.id);
const tokenOf = (person: Person) => letters(person).findLast(({ letter }) => letter === 'factorReset')!.secret;
const about = async (type: string, { account }: Person) =>
  (await world.announced(type)).filter(({ data }) => data.accountId === account.id).map(({ data }) => data);
const outcomes = async (person: Person) => (await about('accounts.factorResetClosed.v1', person)).map(({ outcome }) => outcome);
const needsFactor = (person: Person) =>
  world.signIn(person).then(
    () => false,
    (error: unknown) => error instanceof SecondFactorRequired,
  );

describe('whoever lost their second factor', () => {
  test('is told at once, and is without it a day later; every session ends; nothing is left to sign in with that was lost', async () => {
    const { person, tokens, codes } = await owner();
    const refusal = (await world.signIn(person).catch((error: unknown) => error)) as SecondFactorRequired;
    await ask(person);
    expect(letters(person).map(({ letter, to }) => [letter, to])).toEqual([['factorReset', person.email]]);
    world.clock.advance(days(1) - 1);
    await due();
    expect([await needsFactor(person), await world.active(tokens.session.id)], 'not a moment too soon').toEqual([true, true]);
    world.clock.advance(1);
    await due();
    await due();
    expect(await outcomes(person)).toEqual(['done']);
    expect(await world.active(tokens.session.id)).toBe(false);
    const answer = { challengeToken: refusal.challengeToken, recoveryCode: codes[0]! };
    await expect(answerSecondFactor(anonymous(), world.desk, answer)).rejects.toMatchObject({
      code: 'ACCOUNT_INVALID_CHALLENGE',
    });
    expect((await about('accounts.factorRemoved.v1', person)).map(({ kind }) => kind)).toEqual(['totp']);
    const sent =
      'select letter from accounts.message where account_id = (select id from accounts.account where email = $1) order by id';
    const { rows } = await world.admin.query(sent, [person.email]);
    expect(rows.map(({ letter }) => letter)).toEqual(['factorReset', 'factorsRemoved']);
    expect((await world.signIn(person)).session.methods).toEqual(['pwd']);
  });

  test('is told by text, too, where a number was proven', async () => {
    const { person, room } = await owner();
    const { id: requestId } = await addPhone(room, world.desk, { phone: '+41 79 555 01 02' });
    await confirmPhone(room, world.desk, { requestId, code: await world.secretFor('+41795550102') });
    await ask(person);
    const sent = letters(person).filter(({ letter }) => letter.startsWith('factorReset'));
    expect(sent.map(({ channel, to, secret }) => [channel, to, secret === ''])).toEqual([
      ['email', person.email, false],
      ['sms', '+41795550102', true],
    ]);
  });

  test('has no password that was good enough beside it only', async () => {
    const { person, room } = await owner();
    await changePassword(room, world.desk, { currentPassword: password, newPassword: 'vQ9#tLm2xW' });
    await ask(person);
    world.clock.advance(days(1));
    await due();
    const { rows } = await world.admin.query('select password_hash from accounts.account where email = $1', [person.email]);
    expect(rows).toEqual([{ password_hash: null }]);
  });
});

describe('a reset that is not wanted', () => {
  test('ends when the owner objects, with what was mailed to them, once; no event says it', async () => {
    const { person } = await owner();
    await ask(person);
    const token = tokenOf(person);
    await expect(objectToFactorReset(anonymous(), { token: `${token.slice(0, -2)}AA` })).rejects.toThrow(InvalidToken);
    const elsewhere = world.room(anonymousActor(await world.tenant()));
    await expect(objectToFactorReset(elsewhere, { token })).rejects.toThrow(InvalidToken);
    await objectToFactorReset(anonymous(), { token });
    await expect(objectToFactorReset(anonymous(), { token })).rejects.toThrow(InvalidToken);
    world.clock.advance(days(2));
    await due();
    expect([await needsFactor(person), await outcomes(person)]).toEqual([true, ['objected']]);
    expect(JSON.stringify(await world.announced())).not.toContain(token);
  });

  test('ends when a second factor is shown: none is lost', async () => {
    const { person, secret } = await owner();
    await ask(person);
    const { challengeToken } = (await world.signIn(person).catch((error: unknown) => error)) as SecondFactorRequired;
    await answerSecondFactor(anonymous(), world.desk, { challengeToken, code: codeOf(world, secret) });
    world.clock.advance(days(2));
    await due();
    expect([await needsFactor(person), await outcomes(person)]).toEqual([true, ['overtaken']]);
  });

  test('ends when whoever asked takes it back, and nobody else can', async () => {
    const { person } = await owner();
    const { id: factorResetId } = await ask(person);
    await expect(withdrawFactorReset(as(admin), { factorResetId })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await withdrawFactorReset(as(support), { factorResetId });
    await expect(withdrawFactorReset(as(support), { factorResetId })).rejects.toThrow(FactorResetClosed);
    expect(await outcomes(person)).toEqual(['withdrawn']);
  });

  test('whatever objects while it happens: it happened, or it did not', async () => {
    const { person } = await owner();
    await ask(person);
    const token = tokenOf(person);
    world.clock.advance(days(1));
    const tries = await Promise.allSettled([due(), objectToFactorReset(anonymous(), { token }), due()]);
    const objected = tries[1]!.status === 'fulfilled';
    expect([await outcomes(person), await needsFactor(person)]).toEqual([[objected ? 'objected' : 'done'], objected]);
  });
});

describe('of staff', () => {
  const colleague = async () => {
    const found = await owner();
    await giveRole(as(admin), { accountId: found.person.account.id, role: 'SUPPORT' });
    return found.person;
  };

  test('a second administrator decides, who is neither who asked nor whose account it is; time gives nothing', async () => {
    const person = await colleague();
    const second = await world.employ('ADMIN');
    const { id: factorResetId, state } = await ask(person, admin);
    expect(state).toBe('awaitingApproval');
    const approve = (by: Person) => approveFactorReset(as(by), world.desk, { factorResetId });
    await expect(approve(admin)).rejects.toThrow(SecondPersonNeeded);
    await expect(approve({ ...person, actor: { ...person.actor, roles: ['ADMIN'] } })).rejects.toThrow(SecondPersonNeeded);
    await expect(approve(support)).rejects.toThrow(PolicyDenied);
    world.clock.advance(days(2));
    await due();
    expect(await needsFactor(person)).toBe(true);
    await approve(second);
    await expect(approve(second)).rejects.toThrow(FactorResetClosed);
    expect([await needsFactor(person), await outcomes(person)]).toEqual([false, ['done']]);
    expect(await about('accounts.factorResetClosed.v1', person)).toMatchObject([
      { requestedById: admin.account.id, closedById: second.account.id },
    ]);
  });

  test('a second person may say no, and nobody says yes after a week', async () => {
    const [one, other] = [await colleague(), await colleague()];
    const second = await world.employ('ADMIN');
    const { id: rejected } = await ask(one, admin);
    await rejectFactorReset(as(second), { factorResetId: rejected, reason: 'They have it on their desk.' });
    const { id: factorResetId } = await ask(other, admin);
    world.clock.advance(days(7));
    await expect(approveFactorReset(as(second), world.desk, { factorResetId })).rejects.toThrow(FactorResetClosed);
    await due();
    expect([await outcomes(one), await outcomes(other)]).toEqual([['rejected'], ['expired']]);
    expect([await needsFactor(one), await needsFactor(other)]).toEqual([true, true]);
  });

  test('whoever became staff while it waited is not reset by time', async () => {
    const { person } = await owner();
    await ask(person);
    await giveRole(as(admin), { accountId: person.account.id, role: 'SUPPORT' });
    world.clock.advance(days(1));
    await due();
    expect([await needsFactor(person), await outcomes(person)]).toEqual([true, ['expired']]);
  });
});

describe('asking for one', () => {
  test('is for support and administrators, of others, and of staff for administrators', async () => {
    const { person } = await owner();
    const moderator = await world.employ('MODERATOR');
    await expect(ask(person, moderator)).rejects.toThrow(PolicyDenied);
    await expect(ask(support, support)).rejects.toThrow(PolicyDenied);
    await expect(ask(admin, support)).rejects.toThrow(PolicyDenied);
    await expect(ask(await world.person())).rejects.toThrow(NoSecondFactor);
    await suspendAccount(world.room(world.staff('MODERATOR')), { accountId: person.account.id, reason: 'Fraud.' });
    await ask(person);
  });

  test('twice is one, with one letter; its owner and staff see it, others do not', async () => {
    const { person } = await owner();
    const [first, again] = [await ask(person), await ask(person, admin)];
    expect(again.id).toBe(first.id);
    expect(letters(person)).toHaveLength(1);
    const query = `{ account(id: "${person.account.id}") { openFactorReset { state reason } } }`;
    const seen = async (by: Person['actor']) => (await world.query(by, query)).data?.account;
    expect(await seen(support.actor)).toEqual({ openFactorReset: { state: 'WAITING', reason: first.reason } });
    expect(await seen(person.actor)).toEqual({ openFactorReset: { state: 'WAITING', reason: null } });
    expect(await seen((await world.person()).actor)).toEqual({ openFactorReset: null });
  });

  test('by parallel requests opens one', async () => {
    const { person } = await owner();
    const both = await Promise.all([ask(person), ask(person, admin), ask(person)]);
    expect(new Set(both.map(({ id }) => id)).size).toBe(1);
  });
});

test('a reset and a refresh at once: no session outlives it', async () => {
  const { person, tokens } = await owner();
  await ask(person);
  const refresh = () => refreshSession(anonymous(), world.keys, { refreshToken: tokens.refreshToken });
  world.clock.advance(days(1));
  await Promise.allSettled([refresh(), due(), refresh()]);
  expect(await world.active(tokens.session.id)).toBe(false);
});

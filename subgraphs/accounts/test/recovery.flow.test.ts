import { days, minutes } from '@praetor/kernel/clock';
import { accountActor, anonymousActor } from '@praetor/testkit/actors';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { InvalidCredentials } from '../src/commands/attempt-password.ts';
import { changeEmail, confirmEmailChange, undoEmailChange } from '../src/commands/change-email.ts';
import { changePassword } from '../src/commands/change-password.ts';
import { lockAccount } from '../src/commands/lock-account.ts';
import { login } from '../src/commands/login.ts';
import { requestMagicLink, signInWithLink } from '../src/commands/magic-link.ts';
import { requestPasswordReset, resetPassword } from '../src/commands/reset-password.ts';
import { suspendAccount } from '../src/commands/suspend-account.ts';
import { unlockAccount } from '../src/commands/unlock-account.ts';
import { addPhone, confirmPhone, removePhone, SmsUnavailable } from '../src/commands/verify-phone.ts';
import { InvalidCode, InvalidToken } from '../src/domain/proof.ts';
import { WeakPassword } from '../src/domain/password.ts';
import { accountsWorld, password, type AccountsWorld, type Person } from './world.ts';

let world: AccountsWorld;
beforeAll(async () => (world = await accountsWorld()));
afterAll(() => world[Symbol.asyncDispose]());

let callers = 0;
const anonymous = () => world.room({ ...anonymousActor(world.tenantId), ip: `10.1.${(callers += 1) >> 8}.${callers & 255}` });
const newPassword = 'a loud walk at dusk';
const enter = (email: string, chosen = password) => login(anonymous(), world.desk, { email, password: chosen });
const asked = {
  resetPassword: (email: string) => requestPasswordReset(anonymous(), world.desk, { email }),
  magicLink: (email: string) => requestMagicLink(anonymous(), world.desk, { email }),
};
const used = {
  resetPassword: (token: string) => resetPassword(anonymous(), world.desk, { token, newPassword }),
  magicLink: (token: string) => signInWithLink(anonymous(), world.desk, { token }),
};
const signedIn = (person: Person, sessionId?: string) =>
  world.room(accountActor(world.tenantId, ['BUYER'], { id: person.account.id, sessionId: (sessionId ?? null) as never }));
const moderator = () => world.room(world.staff('MODERATOR'));
const sentTo = (email: string) => world.posted.filter(({ to }) => to === email);

async function linkFor(kind: keyof typeof asked, { email }: Person): Promise<string> {
  await asked[kind](email);
  return world.secretFor(email);
}

describe.each(['resetPassword', 'magicLink'] as const)('a link (%s)', (kind) => {
  test('works once, however many follow it at once', async () => {
    const person = await world.person();
    const token = await linkFor(kind, person);
    const tries = await Promise.allSettled(Array.from({ length: 5 }, () => used[kind](token)));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(used[kind](token)).rejects.toThrow(InvalidToken);
  });

  test('is asked for alike by whoever, and sent only where an active account is', async () => {
    const [person, suspended] = [await world.person(), await world.person()];
    await suspendAccount(moderator(), { accountId: suspended.account.id, reason: 'Fraud.' });
    const answers = await Promise.all([person.email, suspended.email, `nobody-${kind}@example.com`].map(asked[kind]));
    const plain = answers.map(({ purpose, expiresAt, sends }) => ({ purpose, expiresAt, sends }));
    expect(plain[1]).toEqual(plain[0]);
    expect(plain[2]).toEqual(plain[0]);
    await world.secretFor(person.email);
    expect([sentTo(suspended.email), sentTo(`nobody-${kind}@example.com`)]).toEqual([[], []]);
  });

  test('ends with its time, with a newer one, and is kept as a digest', async () => {
    const person = await world.person();
    const first = await linkFor(kind, person);
    const second = await linkFor(kind, person);
    await expect(used[kind](first)).rejects.toThrow(InvalidToken);
    const { rows } = await world.admin.query('select p::text as text from accounts.proof p');
    expect(JSON.stringify(rows)).not.toContain(second);
    world.clock.advance(minutes(30));
    await expect(used[kind](second)).rejects.toThrow(InvalidToken);
  });

  test.each([
    [
      'a lock, though lifted',
      (person: Person) =>
        lockAccount(moderator(), { accountId: person.account.id, reason: 'Odd.' }).then(() =>
          unlockAccount(moderator(), { accountId: person.account.id }),
        ),
    ],
    ['a suspension', (person: Person) => suspendAccount(moderator(), { accountId: person.account.id, reason: 'Fraud.' })],
    [
      'a new password',
      (person: Person) =>
        changePassword(signedIn(person), world.desk, { currentPassword: password, newPassword: 'yet another walk at noon' }),
    ],
  ])('is worth nothing after %s', async (_, happens) => {
    const person = await world.person();
    const token = await linkFor(kind, person);
    await happens(person);
    await expect(used[kind](token)).rejects.toThrow(InvalidToken);
  });

  test('is of one purpose and one tenant', async () => {
    const person = await world.person();
    const token = await linkFor(kind, person);
    await expect(used[kind === 'magicLink' ? 'resetPassword' : 'magicLink'](token)).rejects.toThrow(InvalidToken);
    const elsewhere = world.room(anonymousActor(await world.tenant()));
    await expect(
      kind === 'magicLink'
        ? signInWithLink(elsewhere, world.desk, { token })
        : resetPassword(elsewhere, world.desk, { token, newPassword }),
    ).rejects.toThrow(InvalidToken);
    await used[kind](token);
  });
});

describe('a new password by link', () => {
  test('ends every session, signs nobody in, and opens the door that guesses had closed', async () => {
    const person = await world.person();
    const { session } = await world.signIn(person);
    for (let at = 0; at < 5; at += 1) await expect(enter(person.email, 'not this one')).rejects.toThrow(InvalidCredentials);
    await used.resetPassword(await linkFor('resetPassword', person));
    expect(await world.active(session.id)).toBe(false);
    await enter(person.email, newPassword);
    await expect(enter(person.email)).rejects.toThrow(InvalidCredentials);
  });

  test('is judged before the link is used up', async () => {
    const person = await world.person();
    const token = await linkFor('resetPassword', person);
    await expect(resetPassword(anonymous(), world.desk, { token, newPassword: 'Password1234' })).rejects.toThrow(WeakPassword);
    await used.resetPassword(token);
  });

  test('costs no hash without a living link', async () => {
    await expect(used.resetPassword('lt_nonsense')).rejects.toThrow(InvalidToken);
    await expect(resetPassword(anonymous(), world.desk, { token: 'lt_nonsense', newPassword: 'x' })).rejects.toThrow(
      InvalidToken,
    );
  });

  test('the same request again has the same answer', async () => {
    const person = await world.person();
    const input = { token: await linkFor('resetPassword', person), newPassword, idempotencyKey: 'reset-1' };
    const once = await resetPassword(anonymous(), world.desk, input);
    expect((await resetPassword(anonymous(), world.desk, input)).id).toBe(once.id);
  });
});

test('a magic link says how it signed in', async () => {
  const person = await world.person();
  const { session } = await used.magicLink(await linkFor('magicLink', person));
  expect(session).toMatchObject({ methods: ['email'], assurance: 1 });
});

describe('changing the address', () => {
  async function changed(): Promise<{ person: Person; fresh: string }> {
    const person = await world.person();
    const fresh = `new-${person.email}`;
    const { id: requestId } = await changeEmail(signedIn(person), world.desk, { newEmail: fresh, currentPassword: password });
    await confirmEmailChange(signedIn(person), world.desk, { requestId, code: await world.secretFor(fresh) });
    return { person, fresh };
  }

  test('needs the password and the new address, and tells the old one', async () => {
    const { person, fresh } = await changed();
    await enter(fresh);
    await expect(enter(person.email)).rejects.toThrow(InvalidCredentials);
    await world.secretFor(person.email);
    expect(sentTo(person.email).at(-1)).toMatchObject({ letter: 'emailChanged' });
    await expect(
      changeEmail(signedIn(person), world.desk, { newEmail: 'x@example.com', currentPassword: 'not this one' }),
    ).rejects.toThrow(InvalidCredentials);
    expect((await world.announced('accounts.emailChanged.v1')).at(-1)?.data).toMatchObject({ accountId: person.account.id });
  });

  test('the old address takes it back: sessions and password go, a link comes', async () => {
    const { person, fresh } = await changed();
    const { session } = await enter(fresh);
    const undo = await world.secretFor(person.email);
    world.clock.advance(days(6));
    await undoEmailChange(anonymous(), { token: undo });
    expect(await world.active(session.id)).toBe(false);
    for (const email of [fresh, person.email]) await expect(enter(email)).rejects.toThrow(InvalidCredentials);
    await used.resetPassword(await world.secretFor(person.email));
    await enter(person.email, newPassword);
    await expect(undoEmailChange(anonymous(), { token: undo })).rejects.toThrow(InvalidToken);
  });

  test('is of the one who asked, and silent about whose the new address is', async () => {
    const [person, other] = [await world.person(), await world.person()];
    const ask = (newEmail: string) => changeEmail(signedIn(person), world.desk, { newEmail, currentPassword: password });
    const { id: taken } = await ask(other.email);
    await world.secretFor(other.email);
    expect(sentTo(other.email).at(-1)).toMatchObject({ letter: 'alreadyRegistered' });
    await expect(confirmEmailChange(signedIn(person), world.desk, { requestId: taken, code: '00000000' })).rejects.toThrow(
      InvalidCode,
    );
    const { id: requestId } = await ask('mine@example.com');
    const code = await world.secretFor('mine@example.com');
    await expect(confirmEmailChange(signedIn(other), world.desk, { requestId, code })).rejects.toThrow(InvalidCode);
    await world.join('mine@example.com');
    await expect(confirmEmailChange(signedIn(person), world.desk, { requestId, code })).rejects.toThrow(InvalidCode);
  });
});

describe('a phone number', () => {
  test('is written with its country, proven by a code, kept as E.164, and taken away again', async () => {
    const person = await world.person();
    await expect(addPhone(signedIn(person), world.desk, { phone: '0151 12345678' })).rejects.toThrow('with its country');
    const { id: requestId } = await addPhone(signedIn(person), world.desk, { phone: '+49 (1512) 3456789' });
    const code = await world.secretFor('+4915123456789');
    const account = await confirmPhone(signedIn(person), world.desk, { requestId, code });
    expect(account).toMatchObject({ phone: '+4915123456789', phoneVerifiedAt: world.clock.now() });
    expect(await removePhone(signedIn(person), {})).toMatchObject({ phone: null, phoneVerifiedAt: null });
  });

  test('is refused where no texts are sent', async () => {
    const person = await world.person();
    const mute = { ...world.desk, sendsTexts: false };
    await expect(addPhone(signedIn(person), mute, { phone: '+4915123456789' })).rejects.toThrow(SmsUnavailable);
  });
});

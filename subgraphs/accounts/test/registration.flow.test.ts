import { days, minutes } from '@praetor/kernel/clock';
import { newId } from '@praetor/kernel/id';
import { accountActor, anonymousActor } from '@praetor/testkit/actors';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { InvalidCredentials } from '../src/commands/attempt-password.ts';
import { login } from '../src/commands/login.ts';
import { TryLater } from '../src/commands/password-hasher.ts';
import { register } from '../src/commands/register.ts';
import { resendCode } from '../src/commands/resend-code.ts';
import { setIdentityPolicy } from '../src/commands/set-identity-policy.ts';
import { verifyEmail } from '../src/commands/verify-email.ts';
import { InvalidCode } from '../src/domain/proof.ts';
import { accountsWorld, password, type AccountsWorld } from './world.ts';

let world: AccountsWorld;
beforeAll(async () => (world = await accountsWorld()));
afterAll(() => world[Symbol.asyncDispose]());

let callers = 0;
/** Each from a network of its own: what one asks for too often is tested where it is meant. */
const anonymous = (tenantId = world.tenantId) =>
  world.room({ ...anonymousActor(tenantId), ip: `10.0.${(callers += 1) >> 8}.${callers & 255}` });
const begin = (email: string, chosen = password) => register(anonymous(), world.desk, { email, password: chosen });
const verify = (requestId: string, code: string) => verifyEmail(anonymous(), world.desk, { requestId, code });
const enter = (email: string, chosen = password) => login(anonymous(), world.desk, { email, password: chosen });
const statusOf = async (email: string) =>
  (await world.admin.query('select status, password_hash from accounts.account where email = $1', [email])).rows;
const wrong = (code: string) => String((Number(code) + 1) % 10 ** 8).padStart(8, '0');

describe('registering', () => {
  test('makes a pending account that nobody enters; the code makes it active and signs in, once', async () => {
    const email = 'ada@example.com';
    const { id } = await begin(' ADA@Example.com ');
    const code = await world.secretFor(email);
    expect(await statusOf(email)).toEqual([{ status: 'pending', password_hash: null }]);
    await expect(enter(email)).rejects.toThrow(InvalidCredentials);
    const { account, session } = await verify(id, `${code.slice(0, 4)} ${code.slice(4)}`);
    expect(account).toMatchObject({ status: 'active', email, emailVerifiedAt: world.clock.now(), roles: ['BUYER'] });
    expect(await world.active(session.id)).toBe(true);
    await expect(verify(id, code)).rejects.toThrow(InvalidCode);
    await enter(email);
    const events = await world.announced('accounts.verified.v1');
    expect(events.filter(({ data }) => data.accountId === account.id)).toHaveLength(1);
  });

  test('opens one account an address and tenant, however it is written and however parallel', async () => {
    const forms = ['zoe@example.com', 'Zoe@Example.com', ' ZOE@EXAMPLE.COM '];
    await Promise.all(forms.map((form) => begin(form)));
    await Promise.all([world.secretFor('zoe@example.com'), world.secretFor('zoe@example.com')]);
    expect(await statusOf('zoe@example.com')).toHaveLength(1);
    const other = await world.tenant();
    const { account } = await world.join('zoe@example.com', { tenantId: other });
    expect(account).toMatchObject({ tenantId: other, roles: ['BUYER'], claimed: true });
  });

  test('answers alike whether the address has an account, and tells only its reader', async () => {
    const known = await world.person();
    const shape = ({ id, ...rest }: object & { id: string }) => [
      id.length,
      ...Object.entries(rest).map(([key, value]) => [key, typeof value]),
    ];
    const ask = async (email: string) => {
      const query = `mutation { register(input: { email: "${email}", password: "${password}" }) { __typename ... on ProofRequest { id purpose expiresAt resendAt } } }`;
      return (await world.query(anonymous().actor, query)).data?.register as object & { id: string };
    };
    const answers = [await ask(known.email), await ask('new-one@example.com')];
    expect(shape(answers[0]!)).toEqual(shape(answers[1]!));
    expect({ ...answers[0], id: '' }).toEqual({ ...answers[1], id: '' });
    expect(await world.secretFor(known.email)).toBe('');
    expect(world.posted.findLast(({ to }) => to === known.email)).toMatchObject({ letter: 'alreadyRegistered' });
    const before = await statusOf(known.email);
    for (const { id } of answers) await expect(verify(id, '00000000')).rejects.toThrow(InvalidCode);
    const resent = [];
    world.clock.advance(minutes(1));
    for (const { id } of answers) resent.push(await resendCode(anonymous(), world.desk, { requestId: id }));
    expect(resent.map(({ sends, attempts }) => [sends, attempts])).toEqual([
      [2, 0],
      [2, 0],
    ]);
    expect(await statusOf(known.email)).toEqual(before);
  });

  test('a stranger who registered the address first gets nothing of it', async () => {
    const email = 'victim@example.com';
    const strangers = await begin(email, 'a password of the stranger');
    const first = await world.secretFor(email);
    const owners = await begin(email);
    const code = await world.secretFor(email);
    await expect(verify(owners.id, first), 'a code is of one request').rejects.toThrow(InvalidCode);
    await verify(owners.id, code);
    await enter(email);
    await expect(verify(strangers.id, first)).rejects.toThrow(InvalidCode);
    await expect(enter(email, 'a password of the stranger')).rejects.toThrow(InvalidCredentials);
  });

  test('happens once an idempotency key, and keeps no digest of the password', async () => {
    const input = { email: 'once@example.com', password, idempotencyKey: 'k' };
    const rows = await Promise.all([1, 2, 3].map(() => register(anonymous(), world.desk, input)));
    expect(new Set(rows.map(({ id }) => id)).size).toBe(1);
    const one = await world.admin.query('select input_digest from accounts.command_key');
    await register(anonymous(), world.desk, { ...input, password: 'another quiet walk at dawn' });
    expect((await world.admin.query('select input_digest from accounts.command_key')).rows).toEqual(one.rows);
  });

  test('needs a tenant that exists', async () => {
    await expect(register(anonymous(newId('tenant')), world.desk, { email: 'x@example.com', password })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});

describe('a code', () => {
  test('is compared five times, however many come at once', async () => {
    const email = 'guessed@example.com';
    const { id } = await begin(email);
    const code = await world.secretFor(email);
    const tries = await Promise.allSettled(Array.from({ length: 100 }, () => verify(id, wrong(code))));
    expect(tries.every((one) => one.status === 'rejected' && one.reason instanceof InvalidCode)).toBe(true);
    const { rows } = await world.admin.query('select attempts from accounts.proof where address = $1', [email]);
    expect(rows).toEqual([{ attempts: 5 }]);
    await expect(verify(id, code), 'the right one comes too late').rejects.toThrow(InvalidCode);
  });

  test('is used once, however many show it at once', async () => {
    const email = 'shown@example.com';
    const { id } = await begin(email);
    const code = await world.secretFor(email);
    const tries = await Promise.allSettled(Array.from({ length: 5 }, () => verify(id, code)));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('is good for 15 minutes, in its own tenant, and is kept as a keyed digest', async () => {
    const email = 'late@example.com';
    const { id } = await begin(email);
    const code = await world.secretFor(email);
    const { rows } = await world.admin.query('select p::text as text from accounts.proof p where address = $1', [email]);
    expect(rows[0].text).not.toContain(code);
    expect(rows[0].text).not.toContain('argon2');
    const elsewhere = await world.tenant();
    await expect(verifyEmail(anonymous(elsewhere), world.desk, { requestId: id, code })).rejects.toThrow(InvalidCode);
    world.clock.advance(minutes(15));
    await expect(verify(id, code)).rejects.toThrow(InvalidCode);
  });

  test('is sent again after a minute, three times in all; the one before is worth nothing', async () => {
    const email = 'again@example.com';
    const { id } = await begin(email);
    const first = await world.secretFor(email);
    const again = () => resendCode(anonymous(), world.desk, { requestId: id });
    await expect(again()).rejects.toThrow(TryLater);
    world.clock.advance(minutes(1));
    await again();
    const second = await world.secretFor(email);
    await expect(verify(id, first)).rejects.toThrow(InvalidCode);
    world.clock.advance(minutes(1));
    await again();
    world.clock.advance(minutes(1));
    await expect(again()).rejects.toThrow(TryLater);
    await expect(verify(id, second)).rejects.toThrow(InvalidCode);
    await verify(id, await world.secretFor(email));
  });

  test('is asked for a few times an address, whoever asks and whether it has an account, and a few times a network', async () => {
    const known = await world.person();
    for (const email of [known.email, 'pestered@example.com']) {
      for (let at = 0; at < 5; at += 1) await begin(email);
      await expect(begin(email), email).rejects.toMatchObject({ code: 'ACCOUNT_TRY_LATER', retryAfterSeconds: 600 });
    }
    const network = anonymous();
    for (let at = 0; at < 30; at += 1) await register(network, world.desk, { email: `many-${at}@example.com`, password });
    await expect(register(network, world.desk, { email: 'many@example.com', password })).rejects.toThrow(TryLater);
  });
});

describe('an address that nobody proves', () => {
  const sweep = () => world.subgraph.jobs.find(({ name }) => name === 'accounts.endUnproven')!.runOnce();
  const closed = async (email: string) => {
    const created = (await world.announced('accounts.created.v1')).filter(({ data }) => data.email === email);
    const ids = created.map(({ data }) => data.accountId);
    return (await world.announced('accounts.closed.v1'))
      .filter(({ data }) => ids.includes(data.accountId))
      .map(({ data }) => data.by);
  };

  test('is free again after a week, and what was kept is erased; proven ones stay', async () => {
    const [email, proven] = ['never@example.com', 'proven@example.com'];
    await begin(email);
    await world.secretFor(email);
    await world.join(proven);
    world.clock.advance(days(7) - 1);
    await sweep();
    expect(await closed(email), 'not a moment too soon').toEqual([]);
    world.clock.advance(1);
    await sweep();
    await sweep();
    expect([await closed(email), await closed(proven)]).toEqual([['expiry'], []]);
    const { rows } = await world.admin.query('select count(*)::int as n from accounts.account where email = $1', [email]);
    expect(rows).toEqual([{ n: 0 }]);
    await world.subgraph.jobs.find(({ name }) => name === 'accounts.eraseDue')!.runOnce();
    const requested = await world.announced('accounts.erasureRequested.v1');
    expect(requested.map(({ data }) => data.accountId)).toContain(
      (await world.announced('accounts.created.v1')).find(({ data }) => data.email === email)?.data.accountId,
    );
    await world.join(email);
  });

  test('with a code on its way is waited for, and the code opens the account', async () => {
    const email = 'slow@example.com';
    await begin(email);
    await world.secretFor(email);
    world.clock.advance(days(8));
    const { id } = await begin(email);
    const code = await world.secretFor(email);
    await sweep();
    expect(await closed(email)).toEqual([]);
    await verify(id, code);
    world.clock.advance(days(8));
    await sweep();
    expect(await closed(email)).toEqual([]);
  });

  test('is free after what the marketplace decided', async () => {
    const elsewhere = await world.tenant();
    await setIdentityPolicy(world.room(accountActor(elsewhere, ['ADMIN'])), { pendingDays: 1 });
    for (const tenantId of [world.tenantId, elsewhere]) {
      await register(anonymous(tenantId), world.desk, { email: 'soon@example.com', password });
      await world.secretFor('soon@example.com');
    }
    world.clock.advance(days(1));
    await sweep();
    const { rows } = await world.admin.query("select status from accounts.account where email = 'soon@example.com'");
    expect(rows).toEqual([{ status: 'pending' }]);
  });

  test('is not taken from under whoever proves it in that moment', async () => {
    const email = 'racing@example.com';
    await begin(email);
    await world.secretFor(email);
    world.clock.advance(days(8) - minutes(1));
    const { id } = await begin(email);
    const code = await world.secretFor(email);
    const [proof] = await Promise.allSettled([verify(id, code), sweep(), sweep()]);
    expect(proof.status).toBe('fulfilled');
    expect(await closed(email)).toEqual([]);
  });
});

test('no event and no log of audit has a code, token or password in it', async () => {
  await world.join('quiet@example.com');
  const said = JSON.stringify(await world.announced());
  for (const { secret } of world.posted.filter((one) => one.secret)) expect(said).not.toContain(secret);
  expect(said).not.toContain(password);
  expect(said).not.toContain('argon2');
});

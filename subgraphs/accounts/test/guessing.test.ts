import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { days, minutes } from '@praetor/kernel/clock';
import { roleOf, urlFor } from '@praetor/postgres/database';
import { anonymousActor } from '@praetor/testkit/actors';
import { testPassword } from '@praetor/testkit/database';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { InvalidCredentials } from '../src/commands/attempt-password.ts';
import { forgetLimits, limitsOf } from '../src/commands/guess-limits.ts';
import { login } from '../src/commands/login.ts';
import { createPasswordHasher, TryLater } from '../src/commands/password-hasher.ts';
import { readAccountsSettings } from '../src/env.ts';
import { accountsWorld, password, secret, type AccountsWorld } from './world.ts';

let world: AccountsWorld;
beforeAll(async () => (world = await accountsWorld()));
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(() => world.admin.query('delete from accounts.guess_limit'));

const from = (ip: string) => world.room({ ...anonymousActor(world.tenantId), ip });
const enter = (email: string, chosen = password, deviceToken?: string | null, ip = '192.0.2.7') =>
  login(from(ip), world.desk, { email, password: chosen, deviceToken });
const guess = (email: string, deviceToken?: string, ip?: string) => enter(email, 'not this one', deviceToken, ip);

/** Another process that guesses; see `guesser.ts`. */
async function guesser(count: number, victim: string, other: string): Promise<{ answers: string[]; looked: number }> {
  const url = urlFor(world.adminUrl, roleOf('accounts'), testPassword);
  const now = world.clock.now().toISOString();
  const args = [url, secret, world.tenantId, now, String(count), victim, other, password];
  const child = spawn(process.execPath, [join(import.meta.dirname, 'guesser.ts'), ...args]);
  const [said, wrong] = [text(child.stdout), text(child.stderr)];
  await once(child, 'close');
  if (child.exitCode !== 0) throw new Error(await wrong);
  return JSON.parse(await said) as { answers: string[]; looked: number };
}

test(
  'of 1,000 guesses at once, from two processes, five are looked at; others log in meanwhile, and so does the owner on a known device',
  { timeout: 120_000 },
  async () => {
    const [victim, others] = [await world.person(), [await world.person(), await world.person(), await world.person()]];
    const { session } = await world.signIn(victim);
    const deviceToken = world.desk.devices.issue(session, world.clock.now());
    const [here, there] = await Promise.all([
      guesser(500, victim.email, others[0]!.email),
      guesser(500, victim.email, others[1]!.email),
      enter(others[2]!.email),
      enter(victim.email, password, deviceToken),
    ]);
    await enter(victim.email, password, deviceToken);
    await expect(enter(victim.email), 'whoever is not known waits').rejects.toThrow(InvalidCredentials);
    expect(here!.looked + there!.looked).toBe(5);
    expect([...here!.answers, ...there!.answers]).toEqual(['ACCOUNT_INVALID_CREDENTIALS', 'ACCOUNT_INVALID_CREDENTIALS']);
    const events = await world.announced('accounts.loginFailed.v1');
    const whys = Map.groupBy(
      events.filter(({ data }) => data.accountId === victim.account.id),
      ({ data }) => data.why,
    );
    expect([whys.get('credentials')?.length, whys.get('throttled')?.length]).toEqual([5, 996]);
  },
);

test('guesses at an address without an account are counted, and answered, alike', async () => {
  const { email } = await world.person();
  for (const address of [email, 'nobody@example.com']) {
    const looked = world.desk.passwords.verified;
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => guess(address)));
    expect(tries.every((one) => one.status === 'rejected' && one.reason instanceof InvalidCredentials)).toBe(true);
    expect(world.desk.passwords.verified - looked, address).toBe(5);
  }
});

describe('the owner, on a device that logged in before', () => {
  const known = async () => {
    const person = await world.person();
    const { session } = await world.signIn(person);
    return { ...person, session, deviceToken: world.desk.devices.issue(session, world.clock.now()) };
  };

  test('gets in while strangers guess', async () => {
    const { email, deviceToken } = await known();
    for (let at = 0; at < 8; at += 1) await expect(guess(email)).rejects.toThrow(InvalidCredentials);
    await expect(enter(email), 'whoever is not known waits').rejects.toThrow(InvalidCredentials);
    await enter(email, password, deviceToken);
    await expect(enter(email), 'and still waits').rejects.toThrow(InvalidCredentials);
  });

  test('guesses no oftener than others do', async () => {
    const { email, deviceToken } = await known();
    const looked = world.desk.passwords.verified;
    await Promise.allSettled(Array.from({ length: 20 }, () => guess(email, deviceToken)));
    expect(world.desk.passwords.verified - looked).toBe(5);
    await expect(enter(email, password, deviceToken)).rejects.toThrow(InvalidCredentials);
    world.clock.advance(minutes(1));
    await enter(email, password, deviceToken);
  });

  test('is not known by another’s token, another tenant’s, an old one or a forged one', async () => {
    const [{ session, email }, other] = [await known(), await known()];
    for (let at = 0; at < 5; at += 1) await expect(guess(email)).rejects.toThrow(InvalidCredentials);
    const issued = world.clock.now();
    const elsewhere = world.desk.devices.issue({ ...session, tenantId: await world.tenant() }, issued);
    const old = world.desk.devices.issue(session, new Date(issued.getTime() - days(401)));
    const own = world.desk.devices.issue(session, issued);
    const forged = own.slice(0, -2) + (own.endsWith('AA') ? 'BB' : 'AA');
    for (const token of [other.deviceToken, elsewhere, old, forged, 'dt_', `dt_${'A'.repeat(80)}`])
      await expect(enter(email, password, token), token).rejects.toThrow(InvalidCredentials);
    await enter(email, password, own);
  });

  test('is told its token with each login, by the graph', async () => {
    const { email } = await world.person();
    const query = `mutation { login(input: { email: "${email}", password: "${password}" }) { ... on SessionTokens { deviceToken } } }`;
    const { data } = await world.query(anonymousActor(world.tenantId), query);
    const token = (data as { login: { deviceToken: string } }).login.deviceToken;
    for (let at = 0; at < 5; at += 1) await expect(guess(email)).rejects.toThrow(InvalidCredentials);
    await enter(email, password, token);
  });
});

describe('many accounts', () => {
  test('from one network: a hundred wrong ones, then nothing is looked at for a while; other networks go on', async () => {
    const { email } = await world.person();
    const spray = (at: number, ip: string) => guess(`sprayed-${at}@example.com`, undefined, ip);
    const tries = await Promise.allSettled(Array.from({ length: 110 }, (_, at) => spray(at, `2001:db8:1:2::${at.toString(16)}`)));
    const refused = tries.filter((one) => one.status === 'rejected' && one.reason instanceof TryLater);
    expect(refused).toHaveLength(10);
    await expect(enter(email, password, null, '2001:db8:1:2:ffff::1')).rejects.toMatchObject({ retryAfterSeconds: 60 });
    await enter(email, password, null, '2001:db8:1:3::1');
    world.clock.advance(minutes(1));
    await enter(email, password, null, '2001:db8:1:2:ffff::1');
  });

  test('from this machine: one network only where the settings say so, as production does', () => {
    const counted = (countsThisMachine: boolean, ip: string): number => {
      const desk = { ...world.desk, settings: { ...world.desk.settings, countsThisMachine } };
      return limitsOf(desk, { tenantId: world.tenantId, ip }).network('asker').length;
    };
    const here = ['127.0.0.1', '127.8.9.1', '::1', '::ffff:127.0.0.1'];
    expect(here.map((ip) => counted(false, ip))).toEqual([0, 0, 0, 0]);
    expect(here.map((ip) => counted(true, ip))).toEqual([1, 1, 1, 1]);
    expect(['192.0.2.7', '1.127.0.1', '::1:1'].map((ip) => counted(false, ip))).toEqual([1, 1, 1]);
    expect([readAccountsSettings({}), readAccountsSettings({ PRAETOR_ENV: 'production' })]).toMatchObject([
      { countsThisMachine: false },
      { countsThisMachine: true },
    ]);
  });

  test('the right password counts for nothing: many log in from one network', async () => {
    const { email } = await world.person();
    for (let at = 0; at < 20; at += 1) await enter(email);
    const { rows } = await world.admin.query('select count from accounts.guess_limit');
    expect(rows.every(({ count }) => count === 0)).toBe(true);
  });

  test('what was counted is forgotten after a day', async () => {
    await expect(guess('nobody@example.com')).rejects.toThrow(InvalidCredentials);
    expect(await forgetLimits(world.subgraph.orm, world.clock.now)).toBe(0);
    world.clock.advance(days(1) + 1);
    expect(await forgetLimits(world.subgraph.orm, world.clock.now)).toBe(3);
    expect((await world.admin.query('select from accounts.guess_limit')).rows).toEqual([]);
  });
});

describe('hashing', () => {
  const cheap = { memoryCost: 1024, timeCost: 1 };

  test('a few at a time, a few more wait, the rest is refused at once and may come again', async () => {
    const hasher = createPasswordHasher({ atOnce: 1, waiting: 2, cost: cheap });
    const tries = await Promise.allSettled(Array.from({ length: 6 }, () => hasher.hash(password)));
    const refused = tries.filter((one) => one.status === 'rejected');
    expect(refused).toHaveLength(3);
    for (const { reason } of refused) expect(reason).toMatchObject({ code: 'ACCOUNT_TRY_LATER', retryAfterSeconds: 1 });
    await hasher.hash(password);
  });

  test('a refusal for want of time is no guess', async () => {
    const { email } = await world.person();
    const full = { ...world.desk, passwords: createPasswordHasher({ atOnce: 1, waiting: 0 }) };
    const tries = await Promise.allSettled(
      Array.from({ length: 5 }, () => login(from('192.0.2.9'), full, { email, password: 'x' })),
    );
    const looked = tries.filter((one) => one.status === 'rejected' && one.reason instanceof InvalidCredentials).length;
    expect(looked).toBeLessThan(5);
    const { rows } = await world.admin.query('select max(count) as most from accounts.guess_limit');
    expect(rows).toEqual([{ most: looked }]);
  });

  test('a login hashes anew what was hashed with weaker parameters, or without the pepper', async () => {
    const { email } = await world.person();
    const kept = async () =>
      (await world.admin.query('select password_hash as hash from accounts.account where email = $1', [email])).rows[0].hash;
    const weak = await createPasswordHasher({ cost: cheap }).hash(password);
    await world.admin.query('update accounts.account set password_hash = $1 where email = $2', [weak, email]);
    await enter(email);
    expect(await kept()).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    const pepper = createPasswordHasher({ pepper: 'a pepper of at least 32 characters' });
    await login(from('192.0.2.8'), { ...world.desk, passwords: pepper }, { email, password });
    expect(await kept()).toMatch(/^peppered:/);
    await login(from('192.0.2.8'), { ...world.desk, passwords: pepper }, { email, password });
    await expect(enter(email), 'the database alone does not tell').rejects.toThrow(InvalidCredentials);
  });
});

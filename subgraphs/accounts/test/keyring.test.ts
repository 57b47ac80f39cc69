import { days, minutes } from '@praetor/kernel/clock';
import { createPostgresTransport } from '@praetor/events/postgres-transport';
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify, type JSONWebKeySet } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createKeyring } from '../src/db/keyring.ts';
import { createSeal, SealBroken } from '../src/db/seal.ts';
import { createAccountsService } from '../src/service.ts';
import { accountsWorld, type AccountsWorld } from './world.ts';

let world: AccountsWorld;
beforeAll(async () => (world = await accountsWorld()));
afterAll(() => world[Symbol.asyncDispose]());

const secret = 'the secret of this installation, long enough';
/** As another process of the installation would have it. */
const keyring = () => createKeyring({ secret, clock: world.clock.now, orm: () => world.subgraph.orm });
const sign = (keys: ReturnType<typeof keyring>) =>
  keys.sign({ sub: 'acc_x' }, { issuedAt: world.clock.now(), expiresAt: new Date(world.clock.now().getTime() + minutes(10)) });
const setOf = async (keys: ReturnType<typeof keyring>) => JSON.parse(await keys.jwks()) as JSONWebKeySet;

test('processes that start at once make one key, and trust each other’s tokens', async () => {
  const rings = Array.from({ length: 8 }, keyring);
  const sets = await Promise.all(rings.map(setOf));
  expect(new Set(sets.map((set) => JSON.stringify(set))).size).toBe(1);
  expect(sets[0]!.keys).toHaveLength(1);
  const { payload } = await jwtVerify(await sign(rings[0]!), createLocalJWKSet(await setOf(rings[1]!)), {
    currentDate: world.clock.now(),
  });
  expect(payload.sub).toBe('acc_x');
});

test('a successor signs from its first day on, and the predecessor’s tokens stay good', async () => {
  const [one, other] = [keyring(), keyring()];
  const token = await sign(one);
  expect(await one.rotate()).toBe(0);
  world.clock.advance(days(91));
  expect(await Promise.all([one.rotate(), other.rotate()])).toContain(0);
  const set = await setOf(one);
  expect(set.keys).toHaveLength(2);
  expect(set.keys[1]!.kid).toBe(decodeProtectedHeader(token).kid);
  expect(decodeProtectedHeader(await sign(one)).kid).toBe(set.keys[0]!.kid);
});

test('private keys are sealed, and another secret is found out at the start', async () => {
  const { rows } = await world.admin.query<{ text: string }>('select k::text as text from accounts.signing_key k');
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.some(({ text }) => text.includes('PRIVATE') || text.includes('"d"'))).toBe(false);
  const databaseUrl = world.subgraph.orm.config.get('clientUrl')!;
  await using transport = { ...createPostgresTransport({ url: databaseUrl }), [Symbol.asyncDispose]: async () => {} };
  const start = createAccountsService({ databaseUrl, transport, clock: world.clock.now, secret: 'x'.repeat(32) });
  await expect(start).rejects.toThrow('PRAETOR_SECRET');
});

test('what is sealed for one thing does not open for another', () => {
  const seal = createSeal(secret, 'signing-key');
  const sealed = seal.close('text', 'a');
  expect(seal.open(sealed, 'a')).toBe('text');
  expect(seal.close('text', 'a')).not.toBe(sealed);
  expect(() => seal.open(sealed, 'b')).toThrow(SealBroken);
  expect(() => createSeal(secret, 'other').open(sealed, 'a')).toThrow(SealBroken);
  expect(() => seal.open(`${sealed.slice(0, -2)}AA`, 'a')).toThrow(SealBroken);
});

import { accountActor } from '@praetor/testkit/actors';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assignRole } from '../src/commands/assign-role.ts';
import { updatePreferences, updatePrivacy, updateProfile, updateShop } from '../src/commands/update-profile.ts';
import { vendorsWorld, type VendorsWorld } from './vendors.ts';
import type { Person } from './world.ts';

let world: VendorsWorld;
beforeAll(async () => (world = await vendorsWorld()));
afterAll(() => world[Symbol.asyncDispose]());

const query = `query ($id: ID!) { account(id: $id) { displayName profile { avatar about memberSince }
  shop { shopName supportEmail } preferences { locale timeZone currency marketingConsentAt } privacy { about } } }`;
const look = async (as: Person['actor'], id: string) => {
  const { data, errors } = await world.query(as, query, { id });
  expect(errors).toBeUndefined();
  return data!.account as Record<string, unknown>;
};
const updates = async ({ account }: Person) =>
  (await world.announced('accounts.profileUpdated.v1'))
    .filter(({ data }) => data.accountId === account.id)
    .map(({ data }) => data);

test('an update changes what it names, and tells before and after of that alone', async () => {
  const person = await world.person();
  const room = world.room(person.actor);
  await updateProfile(room, { avatar: 'https://cdn.example/a.png', about: 'I sell lamps.' });
  await updateProfile(room, { about: null, displayName: 'Lampen' });
  await updateProfile(room, { displayName: 'Lampen' });
  expect(await look(person.actor, person.account.id)).toMatchObject({
    displayName: 'Lampen',
    profile: { avatar: 'https://cdn.example/a.png', about: null, memberSince: expect.any(String) as string },
  });
  expect(await updates(person)).toEqual([
    {
      accountId: person.account.id,
      part: 'buyer',
      changed: ['avatar', 'about'],
      before: { avatar: null, about: null },
      after: { avatar: 'https://cdn.example/a.png', about: 'I sell lamps.' },
    },
    expect.objectContaining({ changed: ['displayName', 'about'], after: { displayName: 'Lampen', about: null } }),
  ]);
});

test('preferences are kept in their canonical form; consent counts from when it was given', async () => {
  const person = await world.person();
  const room = world.room(person.actor);
  const given = world.clock.now().toISOString();
  await updatePreferences(room, { locale: 'de-at', timeZone: 'Europe/Vienna', currency: 'EUR', marketingConsent: true });
  world.clock.advance(60_000);
  await updatePreferences(room, { marketingConsent: true });
  const preferences = { locale: 'de-AT', timeZone: 'Europe/Vienna', currency: 'EUR', marketingConsentAt: given };
  expect(await look(person.actor, person.account.id)).toMatchObject({ preferences });
  expect(await updates(person)).toHaveLength(1);
  await updatePreferences(room, { marketingConsent: false });
  expect((await updates(person)).at(-1)).toMatchObject({ changed: ['marketingConsentAt'], after: { marketingConsentAt: null } });
});

describe('what is no image, place or language', () => {
  test.each([
    ['avatar', 'javascript:alert(1)'],
    ['avatar', 'data:image/png;base64,AAAA'],
    ['avatar', 'http://cdn.example/a.png'],
    ['avatar', 'https://user:secret@cdn.example/a.png'],
  ])('%s %s is refused', async (field, value) => {
    const person = await world.person();
    await expect(updateProfile(world.room(person.actor), { [field]: value })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });
  test.each([{ locale: 'not a locale' }, { timeZone: 'Mars/Olympus' }, { timeZone: '+01:00' }, { currency: 'XYZ' }])(
    '%o is refused',
    async (input) => {
      const person = await world.person();
      await expect(updatePreferences(world.room(person.actor), input)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    },
  );
});

test('only sellers have a shop; buyer and seller show themselves apart', async () => {
  const person = await world.person();
  await expect(updateShop(world.room(person.actor), { shopName: 'Lamps' })).rejects.toMatchObject({
    code: 'ACCOUNT_NOT_SELLER',
  });
  await assignRole(world.room(world.staff('ADMIN')), { accountId: person.account.id, role: 'SELLER' });
  await updateShop(world.room(person.actor), { shopName: 'Lamps', supportEmail: 'Help@Lamps.example' });
  const shown = await look(accountActor(world.tenantId), person.account.id);
  expect(shown).toMatchObject({
    displayName: person.account.displayName,
    shop: { shopName: 'Lamps', supportEmail: 'help@lamps.example' },
  });
});

test('everyone sees what the account lets them, at the field, in one query for many', async () => {
  const { owner, join } = await world.vendor();
  const teammate = await join('AGENT');
  const room = world.room(owner.actor);
  await updateProfile(room, { avatar: 'urn:media:7', about: 'Since 1999.' });
  await updatePrivacy(room, { about: 'team', avatar: 'nobody', memberSince: 'team' });
  const seen = async (actor: Person['actor']) => (await look(actor, owner.account.id)).profile as Record<string, string | null>;
  const full = { avatar: 'urn:media:7', about: 'Since 1999.', memberSince: expect.any(String) as string };
  expect(await seen(owner.actor)).toEqual(full);
  expect(await seen(world.staff('SUPPORT'))).toEqual(full);
  expect(await seen(teammate.actor)).toEqual({ ...full, avatar: null });
  expect(await seen(accountActor(world.tenantId))).toEqual({ avatar: null, about: null, memberSince: null });
  const stranger = await look(accountActor(world.tenantId), owner.account.id);
  expect(stranger).toMatchObject({ preferences: null, privacy: null });
  await updatePrivacy(room, { about: null });
  expect((await seen(accountActor(world.tenantId))).about).toBe('Since 1999.');
  const representations = Array.from({ length: 50 }, () => ({ __typename: 'Account', id: owner.account.id }));
  const entities =
    'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Account { profile { avatar about memberSince } } } }';
  const statements = await world.statements(() => world.query(teammate.actor, entities, { r: representations }));
  expect(statements.filter((text) => text.includes('"accounts"."')).length).toBeLessThanOrEqual(3);
});

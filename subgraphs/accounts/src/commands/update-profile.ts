import { profileUpdated } from '@praetor/contracts/profiles';
import { perform, type Transaction } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { idempotencyKey, parse, text } from '@praetor/kernel/input';
import { z } from 'zod';
import type { AccountRow } from '../db/account.entity.ts';
import { accountById, lockAccountRow } from '../db/account.store.ts';
import { ProfileRow } from '../db/profile.entity.ts';
import { ShopRow } from '../db/shop.entity.ts';
import { AccountNotSeller, audiences, differences, privacyOf } from '../domain/profile.ts';
import { accountOf } from './actor.ts';
import { currencyInput, emailInput, imageInput, localeInput, phoneInput, timeZoneInput } from './profile-input.ts';

/** Left out: as it is. Null: none. */
const Profile = z.object({
  displayName: text(100).nullish(),
  avatar: imageInput.nullish(),
  about: text(2000).nullish(),
  idempotencyKey,
});
const Shop = z.object({
  shopName: text(200).nullish(),
  description: text(5000).nullish(),
  logo: imageInput.nullish(),
  supportEmail: emailInput.nullish(),
  supportPhone: phoneInput.nullish(),
  idempotencyKey,
});
const Preferences = z.object({
  locale: localeInput.nullish(),
  timeZone: timeZoneInput.nullish(),
  currency: currencyInput.nullish(),
  marketingConsent: z.boolean().nullish(),
  idempotencyKey,
});
const audience = z.enum(audiences).nullish();
const Privacy = z.object({ avatar: audience, about: audience, memberSince: audience, supportContact: audience, idempotencyKey });

export const updateProfileRefusals = [] as const;
export const updateShopRefusals = [AccountNotSeller] as const;
export const updatePreferencesRefusals = [] as const;
export const updatePrivacyRefusals = [] as const;

type Part = 'buyer' | 'seller' | 'preferences' | 'privacy';
type Values = Readonly<Record<string, string | null>>;

/** What of the input was said, nulls included. */
const said = (input: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(input).filter(([name, value]) => name !== 'idempotencyKey' && value !== undefined)) as Values;

/** Changes how the caller shows themselves. */
export async function updateProfile(room: Room, raw: z.input<typeof Profile>): Promise<AccountRow> {
  const input = parse(Profile, raw);
  return change(room, 'updateProfile', 'buyer', input, async (tx, account) => {
    const profile = await profileOf(tx, account);
    const before = { displayName: account.displayName ?? null, avatar: profile.avatar ?? null, about: profile.about ?? null };
    const { displayName, ...rest } = { ...before, ...said(input) };
    account.displayName = displayName;
    Object.assign(profile, rest, { updatedAt: tx.now });
    return { before, after: { displayName, ...rest } };
  });
}

/** Changes the caller's shop. */
export async function updateShop(room: Room, raw: z.input<typeof Shop>): Promise<AccountRow> {
  const input = parse(Shop, raw);
  return change(room, 'updateShop', 'seller', input, async (tx, account) => {
    if (!account.roles.includes('SELLER')) throw new AccountNotSeller();
    const { id: accountId, tenantId } = account;
    const none = { shopName: null, description: null, logo: null, supportEmail: null, supportPhone: null };
    const shop =
      (await tx.em.findOne(ShopRow, { accountId })) ?? tx.em.create(ShopRow, { accountId, tenantId, ...none, updatedAt: tx.now });
    const { shopName = null, description = null, logo = null, supportEmail = null, supportPhone = null } = shop;
    const before = { shopName, description, logo, supportEmail, supportPhone };
    const after = { ...before, ...said(input) };
    Object.assign(shop, after, { updatedAt: tx.now });
    return { before, after };
  });
}

/** Changes what the caller prefers. Consent counts from when it was given; giving it again changes nothing. */
export async function updatePreferences(room: Room, raw: z.input<typeof Preferences>): Promise<AccountRow> {
  const input = parse(Preferences, raw);
  return change(room, 'updatePreferences', 'preferences', input, async (tx, account) => {
    const profile = await profileOf(tx, account);
    const { locale = null, timeZone = null, currency = null } = profile;
    const consentOf = ({ marketingConsentAt }: ProfileRow) => marketingConsentAt?.toISOString() ?? null;
    const before = { locale, timeZone, currency, marketingConsentAt: consentOf(profile) };
    const { marketingConsent, ...rest } = input;
    if (marketingConsent !== undefined)
      profile.marketingConsentAt = marketingConsent ? (profile.marketingConsentAt ?? tx.now) : null;
    const after = { ...before, ...said(rest), marketingConsentAt: consentOf(profile) };
    Object.assign(profile, { locale: after.locale, timeZone: after.timeZone, currency: after.currency, updatedAt: tx.now });
    return { before, after };
  });
}

/** Changes who sees what of the caller. Null: as if never said. */
export async function updatePrivacy(room: Room, raw: z.input<typeof Privacy>): Promise<AccountRow> {
  const input = parse(Privacy, raw);
  return change(room, 'updatePrivacy', 'privacy', input, async (tx, account) => {
    const profile = await profileOf(tx, account);
    const before = privacyOf(profile.privacy);
    const chosen = Object.entries({ ...profile.privacy, ...said(input) }).filter(([, value]) => value !== null);
    profile.privacy = Object.fromEntries(chosen);
    profile.updatedAt = tx.now;
    return { before: { ...before }, after: { ...privacyOf(profile.privacy) } };
  });
}

async function profileOf(tx: Transaction, { id: accountId, tenantId }: AccountRow): Promise<ProfileRow> {
  const none = { avatar: null, about: null, locale: null, timeZone: null, currency: null, marketingConsentAt: null, privacy: {} };
  const known = await tx.em.findOne(ProfileRow, { accountId });
  return known ?? tx.em.create(ProfileRow, { accountId, tenantId, ...none, updatedAt: tx.now });
}

/** The one shape of these commands: the account's row is locked, and what did not change is not announced. */
function change(
  room: Room,
  action: string,
  part: Part,
  input: { idempotencyKey?: string | null | undefined },
  work: (tx: Transaction, account: AccountRow) => Promise<{ before: Values; after: Values }>,
): Promise<AccountRow> {
  const accountId = accountOf(room.actor);
  const target = { type: 'account', id: accountId };
  return perform(room, { action, target, input, reload: accountById }, async (tx) => {
    const account = await lockAccountRow(tx.em, accountId);
    const { before, after } = await work(tx, account);
    await tx.em.flush();
    const news = differences(before, after);
    if (news.changed.length) await tx.announce(profileUpdated, { subject: target, data: { accountId, part, ...news } });
    return account;
  });
}

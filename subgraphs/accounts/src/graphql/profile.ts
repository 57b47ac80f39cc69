import type { Room } from '@praetor/events/room';
import { enumValues } from '@praetor/subgraph/fields';
import type { AccountRow } from '../db/account.entity.ts';
import type { ShopRow } from '../db/shop.entity.ts';
import { audiences, privacyFields } from '../domain/profile.ts';
import { Account } from './account.ts';
import { builder } from './builder.ts';

export const Audience = builder.enumType('Audience', {
  description:
    'Who sees a part of a profile. `TEAM`: those in a vendor’s team with the account. The account itself and staff see all.',
  values: enumValues(audiences),
});

const chosen = 'Null for those whom the account does not show it.';
const BuyerProfile = builder.objectRef<AccountRow>('BuyerProfile').implement({
  description: 'How somebody shows themselves, whatever roles they have.',
  fields: (t) => ({
    avatar: t.string({
      nullable: true,
      description: `An https: address or a urn: of the marketplace’s media. ${chosen}`,
      resolve: async ({ id }, _, { loaders }) =>
        (await loaders.maySee(id, 'avatar')) ? (await loaders.profile.load(id))?.avatar : null,
    }),
    about: t.string({
      nullable: true,
      description: chosen,
      resolve: async ({ id }, _, { loaders }) =>
        (await loaders.maySee(id, 'about')) ? (await loaders.profile.load(id))?.about : null,
    }),
    memberSince: t.field({
      type: 'DateTime',
      nullable: true,
      description: chosen,
      resolve: async ({ id, createdAt }, _, { loaders }) => ((await loaders.maySee(id, 'memberSince')) ? createdAt : null),
    }),
  }),
});

const Shop = builder.objectRef<ShopRow>('Shop').implement({
  description: 'How somebody shows themselves as a seller.',
  fields: (t) => ({
    shopName: t.exposeString('shopName', { nullable: true }),
    description: t.exposeString('description', { nullable: true }),
    logo: t.exposeString('logo', { nullable: true }),
    supportEmail: t.string({
      nullable: true,
      description: chosen,
      resolve: async ({ accountId, supportEmail }, _, { loaders }) =>
        (await loaders.maySee(accountId, 'supportContact')) ? supportEmail : null,
    }),
    supportPhone: t.string({
      nullable: true,
      description: chosen,
      resolve: async ({ accountId, supportPhone }, _, { loaders }) =>
        (await loaders.maySee(accountId, 'supportContact')) ? supportPhone : null,
    }),
  }),
});

const Preferences = builder.objectRef<AccountRow>('Preferences').implement({
  description: 'What somebody prefers; null where they did not say.',
  fields: (t) => ({
    locale: t.string({
      nullable: true,
      description: 'BCP 47.',
      resolve: async ({ id }, _, { loaders }) => (await loaders.profile.load(id))?.locale,
    }),
    timeZone: t.string({
      nullable: true,
      description: 'IANA.',
      resolve: async ({ id }, _, { loaders }) => (await loaders.profile.load(id))?.timeZone,
    }),
    currency: t.field({
      type: 'CurrencyCode',
      nullable: true,
      resolve: async ({ id }, _, { loaders }) => (await loaders.profile.load(id))?.currency ?? null,
    }),
    marketingConsentAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Since when; null without consent.',
      resolve: async ({ id }, _, { loaders }) => (await loaders.profile.load(id))?.marketingConsentAt ?? null,
    }),
  }),
});

const PrivacySettings = builder.objectRef<AccountRow>('PrivacySettings').implement({
  description: 'Who sees what of the account.',
  fields: (t) =>
    Object.fromEntries(
      privacyFields.map((field) => [
        field,
        t.field({
          type: Audience,
          resolve: async ({ id }, _, { loaders }) => (await loaders.privacy(id))[field],
        }),
      ]),
    ),
});

const mayRead = ({ id }: AccountRow, { actor, permissions }: Room): boolean => actor.id === id || permissions.has('account:read');

builder.objectFields(Account, (t) => ({
  profile: t.field({ type: BuyerProfile, resolve: (account) => account }),
  shop: t.field({
    type: Shop,
    nullable: true,
    description: 'Null for whoever is no seller, or said nothing yet.',
    resolve: ({ id, roles }, _, { loaders }) => (roles.includes('SELLER') ? loaders.shop.load(id) : null),
  }),
  preferences: t.field({
    type: Preferences,
    nullable: true,
    description: 'Null for others than the account itself and staff who may read accounts.',
    resolve: (account, _, { room }) => (mayRead(account, room) ? account : null),
  }),
  privacy: t.field({
    type: PrivacySettings,
    nullable: true,
    description: 'Null for others than the account itself and staff who may read accounts.',
    resolve: (account, _, { room }) => (mayRead(account, room) ? account : null),
  }),
}));

import { refusalType } from '@praetor/subgraph/builder';
import { signedIn } from '@praetor/subgraph/declare';
import { idempotencyKey, oneOf } from '@praetor/subgraph/fields';
import {
  updatePreferences,
  updatePreferencesRefusals,
  updatePrivacy,
  updatePrivacyRefusals,
  updateProfile,
  updateProfileRefusals,
  updateShop,
  updateShopRefusals,
} from '../commands/update-profile.ts';
import { AccountNotSeller } from '../domain/profile.ts';
import { Account } from './account.ts';
import { builder } from './builder.ts';
import { Audience } from './profile.ts';

refusalType(builder, AccountNotSeller, 'AccountNotSeller', 'Only sellers have a seller profile.');

const UpdateProfileInput = builder.inputType('UpdateProfileInput', {
  description: 'What is left out stays; null takes it away.',
  fields: (t) => ({ displayName: t.string(), avatar: t.string(), about: t.string(), idempotencyKey: idempotencyKey(t) }),
});
const UpdateShopInput = builder.inputType('UpdateShopInput', {
  description: 'What is left out stays; null takes it away.',
  fields: (t) => ({
    shopName: t.string(),
    description: t.string(),
    logo: t.string(),
    supportEmail: t.string(),
    supportPhone: t.string(),
    idempotencyKey: idempotencyKey(t),
  }),
});
const UpdatePreferencesInput = builder.inputType('UpdatePreferencesInput', {
  description: 'What is left out stays; null takes it away.',
  fields: (t) => ({
    locale: t.string(),
    timeZone: t.string(),
    currency: t.field({ type: 'CurrencyCode' }),
    marketingConsent: t.boolean(),
    idempotencyKey: idempotencyKey(t),
  }),
});
const UpdatePrivacyInput = builder.inputType('UpdatePrivacyInput', {
  description: 'What is left out stays; null brings back what holds for who never said.',
  fields: (t) => ({
    avatar: t.field({ type: Audience }),
    about: t.field({ type: Audience }),
    memberSince: t.field({ type: Audience }),
    supportContact: t.field({ type: Audience }),
    idempotencyKey: idempotencyKey(t),
  }),
});

builder.mutationFields((t) => ({
  updateProfile: t.field({
    type: Account,
    nullable: true,
    description: 'Changes how the caller shows themselves.',
    ...signedIn,
    errors: oneOf(updateProfileRefusals),
    args: { input: t.arg({ type: UpdateProfileInput, required: true }) },
    resolve: (_, { input }, { room }) => updateProfile(room, input),
  }),
  updateShop: t.field({
    type: Account,
    nullable: true,
    description: 'Changes how the caller shows themselves as a seller.',
    ...signedIn,
    errors: oneOf(updateShopRefusals),
    args: { input: t.arg({ type: UpdateShopInput, required: true }) },
    resolve: (_, { input }, { room }) => updateShop(room, input),
  }),
  updatePreferences: t.field({
    type: Account,
    nullable: true,
    description: 'Changes what the caller prefers.',
    ...signedIn,
    errors: oneOf(updatePreferencesRefusals),
    args: { input: t.arg({ type: UpdatePreferencesInput, required: true }) },
    resolve: (_, { input }, { room }) => updatePreferences(room, input),
  }),
  updatePrivacy: t.field({
    type: Account,
    nullable: true,
    description: 'Changes who sees what of the caller.',
    ...signedIn,
    errors: oneOf(updatePrivacyRefusals),
    args: { input: t.arg({ type: UpdatePrivacyInput, required: true }) },
    resolve: (_, { input }, { room }) => updatePrivacy(room, input),
  }),
}));

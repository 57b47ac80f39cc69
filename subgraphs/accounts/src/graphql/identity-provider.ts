import { anyone, costs, ofAtMost, requires, steppedUp } from '@praetor/subgraph/declare';
import { expectedVersion, idempotencyKey, oneOf } from '@praetor/subgraph/fields';
import { addIdentityProvider, addIdentityProviderRefusals } from '../commands/add-identity-provider.ts';
import { changeIdentityProvider, changeIdentityProviderRefusals } from '../commands/change-identity-provider.ts';
import {
  disableIdentityProvider,
  disableIdentityProviderRefusals,
  enableIdentityProvider,
  enableIdentityProviderRefusals,
} from '../commands/switch-identity-provider.ts';
import type { IdentityProviderRow } from '../db/identity-provider.entity.ts';
import { identityProvidersPage, signInProviders } from '../queries/identity-providers.ts';
import { builder } from './builder.ts';
import './identity-refusals.ts';
import './refusals.ts';

const IdentityProvider = builder.objectRef<IdentityProviderRow>('IdentityProvider').implement({
  description: 'An OpenID provider as administrators see it. Its client secret is shown to nobody.',
  fields: (t) => ({
    id: t.exposeID('id'),
    issuer: t.exposeString('issuer', { description: 'Never changes: what is linked with it would mean other people.' }),
    displayName: t.exposeString('displayName'),
    clientId: t.exposeString('clientId'),
    hasClientSecret: t.boolean({ resolve: ({ sealedSecret }) => sealedSecret !== null }),
    redirectUris: t.exposeStringList('redirectUris', { ...ofAtMost(20) }),
    scopes: t.exposeStringList('scopes', { ...ofAtMost(20) }),
    enabled: t.exposeBoolean('enabled'),
    opensAccounts: t.exposeBoolean('opensAccounts'),
    emailDomains: t.exposeStringList('emailDomains', { ...ofAtMost(100) }),
    secondFactorAcr: t.exposeStringList('secondFactorAcr', { ...ofAtMost(10) }),
    secondFactorAmr: t.exposeStringList('secondFactorAmr', { ...ofAtMost(10) }),
    maxAgeSeconds: t.exposeInt('maxAgeSeconds', { nullable: true }),
    changedById: t.exposeID('changedById', { description: 'Who last changed what it is trusted for: another switches it on.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime' }),
    version: t.exposeInt('version', { description: 'Pass it as `expectedVersion` to act only on what you saw.' }),
  }),
});
const IdentityProviderConnection = builder.connectionObject({ type: IdentityProvider, name: 'IdentityProviderConnection' });

const SignInProvider = builder.objectRef<IdentityProviderRow>('SignInProvider').implement({
  description: 'An OpenID provider that people can sign in with.',
  fields: (t) => ({ id: t.exposeID('id'), displayName: t.exposeString('displayName') }),
});

type InputFields = PothosSchemaTypes.InputFieldBuilder<(typeof builder)['$inferSchemaTypes'], 'InputObject'>;
const trust = (t: InputFields) => ({
  scopes: t.stringList({ description: '`openid` among them; left out: openid, email, profile.' }),
  opensAccounts: t.boolean({ description: 'Whether whoever it vouches for may open an account. Left out: no.' }),
  emailDomains: t.stringList({ description: 'Whose addresses it may call verified, exactly; `*`: all. Left out: none.' }),
  secondFactorAcr: t.stringList({ description: 'Values of `acr` that stand for two factors. Left out: none.' }),
  secondFactorAmr: t.stringList({ description: 'Values of `amr` that stand for two factors. Left out: none.' }),
  maxAgeSeconds: t.int({ description: 'How long ago it may have authenticated the person. Left out: however long.' }),
  clientSecret: t.string({ description: 'Sealed at once, and never shown again.' }),
});
const AddIdentityProviderInput = builder.inputType('AddIdentityProviderInput', {
  fields: (t) => ({
    issuer: t.string({ required: true, description: 'As in the provider’s own metadata, to the letter.' }),
    displayName: t.string({ required: true }),
    clientId: t.string({ required: true }),
    redirectUris: t.stringList({
      required: true,
      description: 'Pages that the provider may send people back to, to the letter.',
    }),
    ...trust(t),
    idempotencyKey: idempotencyKey(t),
  }),
});
const ChangeIdentityProviderInput = builder.inputType('ChangeIdentityProviderInput', {
  description: 'What is left out stays.',
  fields: (t) => ({
    providerId: t.id({ required: true }),
    displayName: t.string(),
    clientId: t.string(),
    redirectUris: t.stringList(),
    ...trust(t),
    expectedVersion: expectedVersion(t),
    idempotencyKey: idempotencyKey(t),
  }),
});
const EnableIdentityProviderInput = builder.inputType('EnableIdentityProviderInput', {
  fields: (t) => ({
    providerId: t.id({ required: true }),
    expectedVersion: t.int({ required: true, description: 'The version that was looked at.' }),
    idempotencyKey: idempotencyKey(t),
  }),
});
const DisableIdentityProviderInput = builder.inputType('DisableIdentityProviderInput', {
  fields: (t) => ({
    providerId: t.id({ required: true }),
    expectedVersion: expectedVersion(t),
    idempotencyKey: idempotencyKey(t),
  }),
});

builder.queryFields((t) => ({
  signInProviders: t.field({
    type: [SignInProvider],
    nullable: true,
    description: 'Whom a sign-in page offers to sign in with, by name.',
    ...anyone,
    ...ofAtMost(50),
    resolve: (_, _args, { room }) => signInProviders(room),
  }),
  identityProviders: t.connection(
    {
      type: IdentityProvider,
      nullable: true,
      description: 'OpenID providers of the tenant, those that are off too, newest first.',
      ...requires('identityProvider:manage'),
      resolve: (_, page, { room }) => identityProvidersPage(room, page),
    },
    IdentityProviderConnection,
  ),
}));

builder.mutationFields((t) => ({
  addIdentityProvider: t.field({
    type: IdentityProvider,
    nullable: true,
    description: 'Describes an OpenID provider. Nobody signs in with it before another person runs `enableIdentityProvider`.',
    ...requires('identityProvider:manage'),
    ...steppedUp,
    errors: oneOf(addIdentityProviderRefusals),
    args: { input: t.arg({ type: AddIdentityProviderInput, required: true }) },
    resolve: (_, { input }, { room, loaders }) => addIdentityProvider(room, loaders.desk, input),
  }),
  changeIdentityProvider: t.field({
    type: IdentityProvider,
    nullable: true,
    description:
      'Changes a provider. It is off then, until another person switches it on, unless only its name or secret changes.',
    ...requires('identityProvider:manage'),
    ...steppedUp,
    errors: oneOf(changeIdentityProviderRefusals),
    args: { input: t.arg({ type: ChangeIdentityProviderInput, required: true }) },
    resolve: (_, { input }, { room, loaders }) => changeIdentityProvider(room, loaders.desk, input),
  }),
  enableIdentityProvider: t.field({
    type: IdentityProvider,
    nullable: true,
    description: 'Lets people sign in with a provider that another person described. Undone by `disableIdentityProvider`.',
    ...requires('identityProvider:manage'),
    ...steppedUp,
    ...costs(20),
    errors: oneOf(enableIdentityProviderRefusals),
    args: { input: t.arg({ type: EnableIdentityProviderInput, required: true }) },
    resolve: (_, { input }, { room, loaders }) => enableIdentityProvider(room, loaders.desk, input),
  }),
  disableIdentityProvider: t.field({
    type: IdentityProvider,
    nullable: true,
    description: 'Nobody signs in with the provider any more, at once. Sessions stay; another person switches it on again.',
    ...requires('identityProvider:manage'),
    errors: oneOf(disableIdentityProviderRefusals),
    args: { input: t.arg({ type: DisableIdentityProviderInput, required: true }) },
    resolve: (_, { input }, { room }) => disableIdentityProvider(room, input),
  }),
}));

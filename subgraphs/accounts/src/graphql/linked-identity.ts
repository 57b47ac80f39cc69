import { anyone, costs, signedIn, steppedUp } from '@praetor/subgraph/declare';
import { idempotencyKey, oneOf } from '@praetor/subgraph/fields';
import { finishProviderSignIn, finishProviderSignInRefusals } from '../commands/finish-provider-sign-in.ts';
import { linkIdentity, linkIdentityRefusals } from '../commands/link-identity.ts';
import {
  startIdentityLink,
  startIdentityLinkRefusals,
  startProviderSignIn,
  startProviderSignInRefusals,
  type ProviderSignIn as Begun,
} from '../commands/start-provider-sign-in.ts';
import { unlinkIdentity, unlinkIdentityRefusals } from '../commands/unlink-identity.ts';
import type { LinkedIdentityRow } from '../db/linked-identity.entity.ts';
import { Account } from './account.ts';
import { builder } from './builder.ts';
import './identity-refusals.ts';
import './refusals.ts';
import { SessionTokens } from './session-mutations.ts';

export const LinkedIdentity = builder.objectRef<LinkedIdentityRow>('LinkedIdentity').implement({
  description: 'Someone at an OpenID provider who is known to be the account’s holder.',
  fields: (t) => ({
    id: t.exposeID('id'),
    providerId: t.exposeID('providerId', { description: 'Among `signInProviders` while people can sign in with it.' }),
    issuer: t.exposeString('issuer'),
    email: t.exposeString('email', { nullable: true, description: 'What the provider called the address when it was linked.' }),
    linkedAt: t.expose('linkedAt', { type: 'DateTime' }),
    lastUsedAt: t.expose('lastUsedAt', { type: 'DateTime', nullable: true }),
  }),
});

const ProviderSignIn = builder.objectRef<Begun>('ProviderSignIn').implement({
  description: 'A visit to a provider that was begun.',
  fields: (t) => ({
    authorizationUrl: t.exposeString('authorizationUrl', { description: 'Send the browser there, whole.' }),
    ticket: t.exposeString('ticket', {
      description: 'This browser keeps it, readable by its own site alone, and brings it back. Nobody gets in without it.',
    }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime' }),
  }),
});

type InputFields = PothosSchemaTypes.InputFieldBuilder<(typeof builder)['$inferSchemaTypes'], 'InputObject'>;
const begin = (t: InputFields) => ({
  providerId: t.id({ required: true }),
  redirectUri: t.string({
    required: true,
    description: 'The page that the provider sends the browser back to: one of the provider’s.',
  }),
});
const finish = (t: InputFields) => ({
  ticket: t.string({ required: true }),
  callback: t.string({ required: true, description: 'The query string that the browser came back with, as it is.' }),
});
const StartProviderSignInInput = builder.inputType('StartProviderSignInInput', {
  fields: (t) => ({
    ...begin(t),
    fresh: t.boolean({ description: 'Ask the provider to authenticate the person anew: for what needs a fresh proof.' }),
  }),
});
const StartIdentityLinkInput = builder.inputType('StartIdentityLinkInput', { fields: begin });
const FinishProviderSignInInput = builder.inputType('FinishProviderSignInInput', {
  fields: (t) => ({
    ...finish(t),
    deviceId: t.string({ description: 'An id that the client keeps on this device, to recognise it by.' }),
  }),
});
const LinkIdentityInput = builder.inputType('LinkIdentityInput', { fields: finish });
const UnlinkIdentityInput = builder.inputType('UnlinkIdentityInput', {
  fields: (t) => ({ identityId: t.id({ required: true }), idempotencyKey: idempotencyKey(t) }),
});

builder.mutationFields((t) => ({
  startProviderSignIn: t.field({
    type: ProviderSignIn,
    nullable: true,
    description: 'Begins to sign in with an OpenID provider. `finishProviderSignIn` is next.',
    ...anyone,
    ...costs(10),
    errors: oneOf(startProviderSignInRefusals),
    args: { input: t.arg({ type: StartProviderSignInInput, required: true }) },
    resolve: (_, { input }, { room, loaders }) => startProviderSignIn(room, loaders.desk, input),
  }),
  finishProviderSignIn: t.field({
    type: SessionTokens,
    nullable: true,
    description: 'Opens a session for whoever the provider says came back. An account is never found by its address alone.',
    ...anyone,
    ...costs(20),
    errors: oneOf(finishProviderSignInRefusals),
    args: { input: t.arg({ type: FinishProviderSignInInput, required: true }) },
    resolve: (_, { input }, { room, loaders }) => finishProviderSignIn(room, loaders.desk, input),
  }),
  startIdentityLink: t.field({
    type: ProviderSignIn,
    nullable: true,
    description: 'Begins to link an identity at an OpenID provider with the caller’s account. `linkIdentity` is next.',
    ...signedIn,
    ...steppedUp,
    ...costs(10),
    errors: oneOf(startIdentityLinkRefusals),
    args: { input: t.arg({ type: StartIdentityLinkInput, required: true }) },
    resolve: (_, { input }, { room, loaders }) => startIdentityLink(room, loaders.desk, input),
  }),
  linkIdentity: t.field({
    type: LinkedIdentity,
    nullable: true,
    description: 'Links the identity: it signs in to the caller’s account from now on. Undone by `unlinkIdentity`.',
    ...signedIn,
    ...steppedUp,
    ...costs(20),
    errors: oneOf(linkIdentityRefusals),
    args: { input: t.arg({ type: LinkIdentityInput, required: true }) },
    resolve: (_, { input }, { room, loaders }) => linkIdentity(room, loaders.desk, input),
  }),
  unlinkIdentity: t.field({
    type: Account,
    nullable: true,
    description: 'Takes a linked identity away. Every other session ends.',
    ...signedIn,
    ...steppedUp,
    errors: oneOf(unlinkIdentityRefusals),
    args: { input: t.arg({ type: UnlinkIdentityInput, required: true }) },
    resolve: (_, { input }, { room, loaders }) => unlinkIdentity(room, loaders.desk, input),
  }),
}));

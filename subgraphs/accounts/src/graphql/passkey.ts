import { anyone, costs, signedIn, steppedUp } from '@praetor/subgraph/declare';
import { idempotencyKey, oneOf } from '@praetor/subgraph/fields';
import { removePasskey, removePasskeyRefusals, renamePasskey, renamePasskeyRefusals } from '../commands/change-passkey.ts';
import {
  startPasskeyProof,
  startPasskeyProofRefusals,
  startPasskeyRegistration,
  startPasskeyRegistrationRefusals,
  type PasskeyOptions as Options,
} from '../commands/passkey-options.ts';
import { registerPasskey, registerPasskeyRefusals, type RegisteredPasskey as Registered } from '../commands/register-passkey.ts';
import { signInWithPasskey, signInWithPasskeyRefusals } from '../commands/sign-in-with-passkey.ts';
import type { PasskeyRow } from '../db/passkey.entity.ts';
import { Account } from './account.ts';
import { builder } from './builder.ts';
import './refusals.ts';
import { SessionTokens } from './session-mutations.ts';

export const Passkey = builder.objectRef<PasskeyRow>('Passkey').implement({
  description: 'A WebAuthn credential: it signs in alone, or is the second factor of a password.',
  fields: (t) => ({
    id: t.exposeID('id'),
    name: t.exposeString('name'),
    backedUp: t.exposeBoolean('backedUp', { description: 'Whether copies of it exist: one that is not goes with its device.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    lastUsedAt: t.expose('lastUsedAt', { type: 'DateTime', nullable: true }),
  }),
});
const PasskeyOptions = builder.objectRef<Options>('PasskeyOptions').implement({
  description: 'What the browser is given, for five minutes and one answer.',
  fields: (t) => ({
    options: t.field({
      type: 'JSON',
      description: 'For `parseCreationOptionsFromJSON` or `parseRequestOptionsFromJSON` of `PublicKeyCredential`.',
      resolve: ({ options }) => options,
    }),
  }),
});
const RegisteredPasskey = builder.objectRef<Registered>('RegisteredPasskey').implement({
  description: 'A new passkey.',
  fields: (t) => ({
    passkey: t.expose('passkey', { type: Passkey }),
    recoveryCodes: t.stringList({
      nullable: true,
      description: 'Shown once. Null when the account keeps those it has.',
      resolve: ({ codes }) => codes && [...codes],
    }),
  }),
});

type InputFields = PothosSchemaTypes.InputFieldBuilder<(typeof builder)['$inferSchemaTypes'], 'InputObject'>;
const response = (t: InputFields) =>
  t.field({ type: 'JSON', required: true, description: 'What `toJSON()` of the browser’s credential gives.' });
const passkeyId = (t: InputFields) => t.id({ required: true });

const StartPasskeyRegistrationInput = builder.inputType('StartPasskeyRegistrationInput', {
  fields: (t) => ({ displayName: t.string({ description: 'What the authenticator shows when it asks for the passkey.' }) }),
});
const RegisterPasskeyInput = builder.inputType('RegisterPasskeyInput', {
  fields: (t) => ({
    response: response(t),
    name: t.string({ description: 'What its owner calls it.' }),
    idempotencyKey: idempotencyKey(t),
  }),
});
const StartPasskeyProofInput = builder.inputType('StartPasskeyProofInput', {
  fields: (t) => ({ challengeToken: t.string({ description: 'Of a sign-in that awaits its second factor.' }) }),
});
const SignInWithPasskeyInput = builder.inputType('SignInWithPasskeyInput', {
  fields: (t) => ({
    response: response(t),
    deviceId: t.string({ description: 'An id that the client keeps on this device, to recognise it by.' }),
  }),
});
const RenamePasskeyInput = builder.inputType('RenamePasskeyInput', {
  fields: (t) => ({ passkeyId: passkeyId(t), name: t.string({ required: true }), idempotencyKey: idempotencyKey(t) }),
});
const RemovePasskeyInput = builder.inputType('RemovePasskeyInput', {
  fields: (t) => ({ passkeyId: passkeyId(t), idempotencyKey: idempotencyKey(t) }),
});

builder.mutationFields((t) => ({
  startPasskeyRegistration: t.field({
    type: PasskeyOptions,
    nullable: true,
    description: 'Begins a new passkey of the caller. `registerPasskey` is next.',
    ...signedIn,
    ...steppedUp,
    errors: oneOf(startPasskeyRegistrationRefusals),
    args: { input: t.arg({ type: StartPasskeyRegistrationInput, required: true }) },
    resolve: (_, { input }, { room, loaders }) => startPasskeyRegistration(room, loaders.desk, input),
  }),
  registerPasskey: t.field({
    type: RegisteredPasskey,
    nullable: true,
    description: 'Keeps the passkey that the browser made. From now on a password asks for a second factor.',
    ...signedIn,
    ...steppedUp,
    errors: oneOf(registerPasskeyRefusals),
    args: { input: t.arg({ type: RegisterPasskeyInput, required: true }) },
    resolve: (_, { input }, { room, loaders }) => registerPasskey(room, loaders.desk, input),
  }),
  startPasskeyProof: t.field({
    type: PasskeyOptions,
    nullable: true,
    description: 'Begins a sign-in, the second factor of one, or, for who is signed in, a `reauthenticate` by passkey.',
    ...anyone,
    errors: oneOf(startPasskeyProofRefusals),
    args: { input: t.arg({ type: StartPasskeyProofInput, required: true }) },
    resolve: (_, { input }, { room, loaders }) => startPasskeyProof(room, loaders.desk, input),
  }),
  signInWithPasskey: t.field({
    type: SessionTokens,
    nullable: true,
    description: 'Opens a session for whoever’s passkey it is. With user verification it stands alone, at assurance 2.',
    ...anyone,
    ...costs(20),
    errors: oneOf(signInWithPasskeyRefusals),
    args: { input: t.arg({ type: SignInWithPasskeyInput, required: true }) },
    resolve: (_, { input }, { room, loaders }) => signInWithPasskey(room, loaders.desk, input),
  }),
  renamePasskey: t.field({
    type: Passkey,
    nullable: true,
    description: 'Gives a passkey another name.',
    ...signedIn,
    errors: oneOf(renamePasskeyRefusals),
    args: { input: t.arg({ type: RenamePasskeyInput, required: true }) },
    resolve: (_, { input }, { room }) => renamePasskey(room, input),
  }),
  removePasskey: t.field({
    type: Account,
    nullable: true,
    description: 'Takes a passkey away. Every other session ends.',
    ...signedIn,
    ...steppedUp,
    errors: oneOf(removePasskeyRefusals),
    args: { input: t.arg({ type: RemovePasskeyInput, required: true }) },
    resolve: (_, { input }, { room }) => removePasskey(room, input),
  }),
}));

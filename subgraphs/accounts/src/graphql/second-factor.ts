import { anyone, ofAtMost, signedIn, steppedUp } from '@praetor/subgraph/declare';
import { idempotencyKey, oneOf } from '@praetor/subgraph/fields';
import { answerSecondFactor, answerSecondFactorRefusals } from '../commands/answer-second-factor.ts';
import { confirmTotp, confirmTotpRefusals } from '../commands/confirm-totp.ts';
import { enrolTotp, enrolTotpRefusals, type TotpEnrolment as Enrolment } from '../commands/enrol-totp.ts';
import { reauthenticate, reauthenticateRefusals } from '../commands/reauthenticate.ts';
import { regenerateRecoveryCodes, regenerateRecoveryCodesRefusals } from '../commands/recovery-codes.ts';
import type { RecoveryCodes as Codes } from '../commands/recovery-codes.ts';
import { removeTotp, removeTotpRefusals } from '../commands/remove-totp.ts';
import { signInMethods, type SignInMethods as Methods } from '../queries/sign-in-methods.ts';
import { Account } from './account.ts';
import { builder } from './builder.ts';
import { LinkedIdentity } from './linked-identity.ts';
import { Passkey } from './passkey.ts';
import './refusals.ts';
import { SessionTokens } from './session-mutations.ts';
import { Session } from './session.ts';

const TotpEnrolment = builder.objectRef<Enrolment>('TotpEnrolment').implement({
  description: 'The secret of an authenticator app. It is shown once and counts once `confirmTotp` got a code of it.',
  fields: (t) => ({
    id: t.exposeID('id'),
    uri: t.exposeString('uri', { nullable: true, description: 'What the app scans: `otpauth://totp/…`.' }),
    secret: t.exposeString('secret', { nullable: true, description: 'In base32, to type where nothing can be scanned.' }),
  }),
});
const RecoveryCodes = builder.objectRef<Codes>('RecoveryCodes').implement({
  description: 'What replaces a lost second factor, once each.',
  fields: (t) => ({
    account: t.expose('account', { type: Account }),
    codes: t.stringList({
      nullable: true,
      description: 'Shown once. Null when the account keeps those it has.',
      resolve: ({ codes }) => codes && [...codes],
    }),
  }),
});
const SignInMethods = builder.objectRef<Methods>('SignInMethods').implement({
  description: 'What an account can sign in with.',
  fields: (t) => ({
    password: t.exposeBoolean('password'),
    totp: t.expose('totp', { type: 'DateTime', nullable: true, description: 'Since when it has an authenticator app.' }),
    passkeys: t.expose('passkeys', { type: [Passkey], ...ofAtMost(100) }),
    identities: t.expose('identities', { type: [LinkedIdentity], ...ofAtMost(20) }),
    recoveryCodesLeft: t.exposeInt('recoveryCodesLeft'),
  }),
});

type InputFields = PothosSchemaTypes.InputFieldBuilder<(typeof builder)['$inferSchemaTypes'], 'InputObject'>;
const codes = (t: InputFields) => ({
  code: t.string({ description: 'Of the authenticator app. Each counts once.' }),
  recoveryCode: t.string({ description: 'Instead of a code.' }),
  passkey: t.field({ type: 'JSON', description: 'Instead of a code: what the browser answered to `startPasskeyProof`.' }),
});
const onlyKey = (t: InputFields) => ({ idempotencyKey: idempotencyKey(t) });

const AnswerSecondFactorInput = builder.inputType('AnswerSecondFactorInput', {
  fields: (t) => ({ challengeToken: t.string({ required: true }), ...codes(t) }),
});
const ReauthenticateInput = builder.inputType('ReauthenticateInput', {
  fields: (t) => ({ password: t.string({ description: 'Where there is no second factor.' }), ...codes(t) }),
});
const EnrolTotpInput = builder.inputType('EnrolTotpInput', { fields: onlyKey });
const ConfirmTotpInput = builder.inputType('ConfirmTotpInput', {
  fields: (t) => ({ code: t.string({ required: true }), idempotencyKey: idempotencyKey(t) }),
});
const RemoveTotpInput = builder.inputType('RemoveTotpInput', { fields: onlyKey });
const RegenerateRecoveryCodesInput = builder.inputType('RegenerateRecoveryCodesInput', { fields: onlyKey });

builder.queryField('mySignInMethods', (t) =>
  t.field({
    type: SignInMethods,
    nullable: true,
    description: 'What the caller can sign in with.',
    ...signedIn,
    resolve: (_, _args, { room }) => signInMethods(room),
  }),
);

builder.mutationFields((t) => ({
  answerSecondFactor: t.field({
    type: SessionTokens,
    nullable: true,
    description: 'Completes a sign-in that was answered `SecondFactorRequired`.',
    ...anyone,
    errors: oneOf(answerSecondFactorRefusals),
    args: { input: t.arg({ type: AnswerSecondFactorInput, required: true }) },
    resolve: (_, { input }, { room, loaders }) => answerSecondFactor(room, loaders.desk, input),
  }),
  reauthenticate: t.field({
    type: Session,
    nullable: true,
    description: 'Proves again who acts, for what answers `INSUFFICIENT_USER_AUTHENTICATION`. The access token stays the same.',
    ...signedIn,
    errors: oneOf(reauthenticateRefusals),
    args: { input: t.arg({ type: ReauthenticateInput, required: true }) },
    resolve: (_, { input }, { room, loaders }) => reauthenticate(room, loaders.desk, input),
  }),
  enrolTotp: t.field({
    type: TotpEnrolment,
    nullable: true,
    description: 'Makes the secret of an authenticator app (RFC 6238). Show it as a QR code, then run `confirmTotp`.',
    ...signedIn,
    ...steppedUp,
    errors: oneOf(enrolTotpRefusals),
    args: { input: t.arg({ type: EnrolTotpInput, required: true }) },
    resolve: (_, { input }, { room, loaders }) => enrolTotp(room, loaders.desk.factorSeal, input),
  }),
  confirmTotp: t.field({
    type: RecoveryCodes,
    nullable: true,
    description: 'Proves that the app has the secret: from now on signing in asks for a code. Every other session ends.',
    ...signedIn,
    ...steppedUp,
    errors: oneOf(confirmTotpRefusals),
    args: { input: t.arg({ type: ConfirmTotpInput, required: true }) },
    resolve: (_, { input }, { room, loaders }) => confirmTotp(room, loaders.desk.factorSeal, input),
  }),
  removeTotp: t.field({
    type: Account,
    nullable: true,
    description: 'Takes the authenticator app away. Every other session ends.',
    ...signedIn,
    ...steppedUp,
    errors: oneOf(removeTotpRefusals),
    args: { input: t.arg({ type: RemoveTotpInput, required: true }) },
    resolve: (_, { input }, { room }) => removeTotp(room, input),
  }),
  regenerateRecoveryCodes: t.field({
    type: RecoveryCodes,
    nullable: true,
    description: 'Makes new recovery codes; those before count no more.',
    ...signedIn,
    ...steppedUp,
    errors: oneOf(regenerateRecoveryCodesRefusals),
    args: { input: t.arg({ type: RegenerateRecoveryCodesInput, required: true }) },
    resolve: (_, { input }, { room }) => regenerateRecoveryCodes(room, input),
  }),
}));

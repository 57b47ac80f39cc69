import { anyone, costs } from '@praetor/subgraph/declare';
import { idempotencyKey, oneOf } from '@praetor/subgraph/fields';
import { requestMagicLink, requestMagicLinkRefusals, signInWithLink, signInWithLinkRefusals } from '../commands/magic-link.ts';
import { register, registerRefusals } from '../commands/register.ts';
import { resendCode, resendCodeRefusals } from '../commands/resend-code.ts';
import {
  requestPasswordReset,
  requestPasswordResetRefusals,
  resetPassword,
  resetPasswordRefusals,
} from '../commands/reset-password.ts';
import { verifyEmail, verifyEmailRefusals } from '../commands/verify-email.ts';
import { builder } from './builder.ts';
import { code, ProofRequest, ProofUsed, token } from './proof.ts';
import './refusals.ts';
import { device, SessionTokens } from './session-mutations.ts';

const RegisterInput = builder.inputType('RegisterInput', {
  fields: (t) => ({
    email: t.string({ required: true }),
    password: t.string({ required: true, description: 'At least 8 characters; a few unrelated words are easy to keep in mind.' }),
    displayName: t.string({ description: 'What others of the marketplace see.' }),
    idempotencyKey: idempotencyKey(t),
  }),
});
const VerifyEmailInput = builder.inputType('VerifyEmailInput', { fields: (t) => ({ ...code(t), ...device(t) }) });
const ResendCodeInput = builder.inputType('ResendCodeInput', {
  fields: (t) => ({ requestId: t.id({ required: true }), idempotencyKey: idempotencyKey(t) }),
});
const forEmail = (name: string) =>
  builder.inputType(name, { fields: (t) => ({ email: t.string({ required: true }), idempotencyKey: idempotencyKey(t) }) });
const RequestPasswordResetInput = forEmail('RequestPasswordResetInput');
const RequestMagicLinkInput = forEmail('RequestMagicLinkInput');
const ResetPasswordInput = builder.inputType('ResetPasswordInput', {
  fields: (t) => ({ token: token(t), newPassword: t.string({ required: true }), idempotencyKey: idempotencyKey(t) }),
});
const SignInWithLinkInput = builder.inputType('SignInWithLinkInput', { fields: (t) => ({ token: token(t), ...device(t) }) });
builder.mutationFields((t) => ({
  register: t.field({
    ...costs(20),
    type: ProofRequest,
    nullable: true,
    description:
      'Asks for an account in the tenant that the request names. A code goes to the address: `verifyEmail` is next. An address that has an account is told so there, and nowhere else.',
    ...anyone,
    errors: oneOf(registerRefusals),
    args: { input: t.arg({ type: RegisterInput, required: true }) },
    resolve: (_, { input }, { room, loaders }) => register(room, loaders.desk, input),
  }),
  verifyEmail: t.field({
    type: SessionTokens,
    nullable: true,
    description: 'Proves the address of a registration and signs in. Five codes are compared for one request.',
    ...anyone,
    errors: oneOf(verifyEmailRefusals),
    args: { input: t.arg({ type: VerifyEmailInput, required: true }) },
    resolve: (_, { input }, { room, loaders }) => verifyEmail(room, loaders.desk, input),
  }),
  resendCode: t.field({
    type: ProofRequest,
    nullable: true,
    description: 'Sends another code for a request; the one before is worth nothing then.',
    ...anyone,
    errors: oneOf(resendCodeRefusals),
    args: { input: t.arg({ type: ResendCodeInput, required: true }) },
    resolve: (_, { input }, { room, loaders }) => resendCode(room, loaders.desk, input),
  }),
  requestPasswordReset: t.field({
    type: ProofRequest,
    nullable: true,
    description: 'Asks for a link to set a new password with. The answer is the same whether anyone has the address.',
    ...anyone,
    errors: oneOf(requestPasswordResetRefusals),
    args: { input: t.arg({ type: RequestPasswordResetInput, required: true }) },
    resolve: (_, { input }, { room, loaders }) => requestPasswordReset(room, loaders.desk, input),
  }),
  resetPassword: t.field({
    ...costs(20),
    type: ProofUsed,
    nullable: true,
    description: 'Sets a new password by a link. All sessions end. Log in with it next.',
    ...anyone,
    errors: oneOf(resetPasswordRefusals),
    args: { input: t.arg({ type: ResetPasswordInput, required: true }) },
    resolve: (_, { input }, { room, loaders }) => resetPassword(room, loaders.desk, input),
  }),
  requestMagicLink: t.field({
    type: ProofRequest,
    nullable: true,
    description: 'Asks for a link to sign in with. The answer is the same whether anyone has the address.',
    ...anyone,
    errors: oneOf(requestMagicLinkRefusals),
    args: { input: t.arg({ type: RequestMagicLinkInput, required: true }) },
    resolve: (_, { input }, { room, loaders }) => requestMagicLink(room, loaders.desk, input),
  }),
  signInWithLink: t.field({
    type: SessionTokens,
    nullable: true,
    description: 'Opens a session by a link, which works once.',
    ...anyone,
    errors: oneOf(signInWithLinkRefusals),
    args: { input: t.arg({ type: SignInWithLinkInput, required: true }) },
    resolve: (_, { input }, { room, loaders }) => signInWithLink(room, loaders.desk, input),
  }),
}));

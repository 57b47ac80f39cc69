import { anyone, costs, signedIn, steppedUp } from '@praetor/subgraph/declare';
import { idempotencyKey, oneOf } from '@praetor/subgraph/fields';
import { changePassword, changePasswordRefusals } from '../commands/change-password.ts';
import { logout, logoutRefusals, revokeSession, revokeSessionRefusals } from '../commands/end-session.ts';
import { login, loginRefusals } from '../commands/login.ts';
import { refreshSession, refreshSessionRefusals } from '../commands/refresh-session.ts';
import { register, registerRefusals } from '../commands/register.ts';
import type { SessionTokens as Tokens } from '../commands/session-tokens.ts';
import { Account } from './account.ts';
import { builder } from './builder.ts';
import './refusals.ts';
import { Session } from './session.ts';

export const SessionTokens = builder.objectRef<Tokens>('SessionTokens').implement({
  description: 'What a login, or a refresh, gives. Keep the refresh token secret: it is used once.',
  fields: (t) => ({
    accessToken: t.exposeString('accessToken', { description: 'For `Authorization: Bearer …`.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'When the access token ends.' }),
    refreshToken: t.exposeString('refreshToken', { description: 'For `refreshSession`, once.' }),
    account: t.expose('account', { type: Account }),
    session: t.expose('session', { type: Session }),
  }),
});

const RegisterInput = builder.inputType('RegisterInput', {
  fields: (t) => ({
    email: t.string({ required: true }),
    password: t.string({ required: true, description: 'At least 8 characters; a few unrelated words are easy to keep in mind.' }),
    displayName: t.string({ description: 'What others of the marketplace see.' }),
    idempotencyKey: idempotencyKey(t),
  }),
});
const LoginInput = builder.inputType('LoginInput', {
  fields: (t) => ({
    email: t.string({ required: true }),
    password: t.string({ required: true }),
    deviceId: t.string({ description: 'An id that the client keeps on this device, to recognise it by.' }),
  }),
});
const RefreshSessionInput = builder.inputType('RefreshSessionInput', {
  fields: (t) => ({ refreshToken: t.string({ required: true }) }),
});
const LogoutInput = builder.inputType('LogoutInput', { fields: (t) => ({ idempotencyKey: idempotencyKey(t) }) });
const RevokeSessionInput = builder.inputType('RevokeSessionInput', {
  fields: (t) => ({ sessionId: t.id({ required: true }), idempotencyKey: idempotencyKey(t) }),
});
const ChangePasswordInput = builder.inputType('ChangePasswordInput', {
  fields: (t) => ({
    currentPassword: t.string({ required: true }),
    newPassword: t.string({ required: true }),
    idempotencyKey: idempotencyKey(t),
  }),
});

builder.mutationType({
  fields: (t) => ({
    register: t.field({
      ...costs(20),
      type: Account,
      nullable: true,
      description: 'Opens an account in the tenant that the request names. Log in with it next.',
      ...anyone,
      errors: oneOf(registerRefusals),
      args: { input: t.arg({ type: RegisterInput, required: true }) },
      resolve: (_, { input }, { room, loaders }) => register(room, loaders.desk, input),
    }),
    login: t.field({
      ...costs(20),
      type: SessionTokens,
      nullable: true,
      description: 'Opens a session. Not idempotent: each login is a session of its own.',
      ...anyone,
      errors: oneOf(loginRefusals),
      args: { input: t.arg({ type: LoginInput, required: true }) },
      resolve: (_, { input }, { room, loaders }) => login(room, loaders.desk, input),
    }),
    refreshSession: t.field({
      type: SessionTokens,
      nullable: true,
      description: 'Exchanges a refresh token for new tokens. Whoever shows a used one ends the session.',
      ...anyone,
      errors: oneOf(refreshSessionRefusals),
      args: { input: t.arg({ type: RefreshSessionInput, required: true }) },
      resolve: (_, { input }, { room, loaders }) => refreshSession(room, loaders.keys, input),
    }),
    logout: t.field({
      type: Session,
      nullable: true,
      description: 'Ends the session that asks.',
      ...signedIn,
      errors: oneOf(logoutRefusals),
      args: { input: t.arg({ type: LogoutInput, required: true }) },
      resolve: (_, { input }, { room }) => logout(room, input),
    }),
    revokeSession: t.field({
      type: Session,
      nullable: true,
      description: 'Ends another session of the caller’s own.',
      ...signedIn,
      errors: oneOf(revokeSessionRefusals),
      args: { input: t.arg({ type: RevokeSessionInput, required: true }) },
      resolve: (_, { input }, { room }) => revokeSession(room, input),
    }),
    changePassword: t.field({
      ...costs(20),
      type: Account,
      nullable: true,
      description: 'Sets another password. Every other session of the account ends.',
      ...signedIn,
      ...steppedUp,
      errors: oneOf(changePasswordRefusals),
      args: { input: t.arg({ type: ChangePasswordInput, required: true }) },
      resolve: (_, { input }, { room, loaders }) => changePassword(room, loaders.desk, input),
    }),
  }),
});

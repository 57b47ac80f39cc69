import { anyone, costs, signedIn, steppedUp } from '@praetor/subgraph/declare';
import { idempotencyKey, oneOf } from '@praetor/subgraph/fields';
import { changePassword, changePasswordRefusals } from '../commands/change-password.ts';
import { logout, logoutRefusals, revokeSession, revokeSessionRefusals } from '../commands/end-session.ts';
import { revokeMySessions, revokeMySessionsRefusals } from '../commands/revoke-my-sessions.ts';
import { login, loginRefusals } from '../commands/login.ts';
import { refreshSession, refreshSessionRefusals } from '../commands/refresh-session.ts';
import type { SessionTokens as Tokens } from '../commands/session-tokens.ts';
import { Account } from './account.ts';
import { builder } from './builder.ts';
import './refusals.ts';
import { Session } from './session.ts';

type InputFields = PothosSchemaTypes.InputFieldBuilder<(typeof builder)['$inferSchemaTypes'], 'InputObject'>;

export const SessionTokens = builder.objectRef<Tokens>('SessionTokens').implement({
  description: 'What a login, or a refresh, gives. Keep the refresh token secret: it is used once.',
  fields: (t) => ({
    accessToken: t.exposeString('accessToken', { description: 'For `Authorization: Bearer …`.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'When the access token ends.' }),
    refreshToken: t.exposeString('refreshToken', { description: 'For `refreshSession`, once.' }),
    deviceToken: t.string({
      nullable: true,
      description: 'Keep it on this device and give it to later logins: strangers who guess do not keep its owner out.',
      resolve: ({ session }, _, { room, loaders }) =>
        session.impersonatorId ? null : loaders.desk.devices.issue(session, room.clock()),
    }),
    account: t.expose('account', { type: Account }),
    session: t.expose('session', { type: Session }),
  }),
});

/** What whoever signs in says of their device. */
export const device = (t: InputFields) => ({
  deviceId: t.string({
    description: 'An id that the client makes at random and keeps on this device: the session refreshes only with it.',
  }),
  deviceToken: t.string({
    description: 'What an earlier login on this device gave: strangers who guess do not keep its owner out.',
  }),
});
const LoginInput = builder.inputType('LoginInput', {
  fields: (t) => ({
    email: t.string({ required: true }),
    password: t.string({ required: true }),
    ...device(t),
  }),
});
const RefreshSessionInput = builder.inputType('RefreshSessionInput', {
  fields: (t) => ({
    refreshToken: t.string({ required: true }),
    deviceId: t.string({ description: 'The one that the login was given. Another, or none, ends the session.' }),
  }),
});
const LogoutInput = builder.inputType('LogoutInput', { fields: (t) => ({ idempotencyKey: idempotencyKey(t) }) });
const RevokeSessionInput = builder.inputType('RevokeSessionInput', {
  fields: (t) => ({ sessionId: t.id({ required: true }), idempotencyKey: idempotencyKey(t) }),
});
const RevokeMySessionsInput = builder.inputType('RevokeMySessionsInput', {
  fields: (t) => ({
    thisOneToo: t.boolean({ description: 'Left out: all but the one that asks.' }),
    idempotencyKey: idempotencyKey(t),
  }),
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
    revokeMySessions: t.field({
      type: Account,
      nullable: true,
      description: 'Ends all sessions of the caller, or all others.',
      ...signedIn,
      errors: oneOf(revokeMySessionsRefusals),
      args: { input: t.arg({ type: RevokeMySessionsInput, required: true }) },
      resolve: (_, { input }, { room }) => revokeMySessions(room, input),
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

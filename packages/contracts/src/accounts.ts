import { z } from 'zod';
import { defineEvent } from './contract.ts';

const account = { accountId: z.string() };

export const tenantCreated = defineEvent('accounts.tenantCreated.v1', { slug: z.string(), name: z.string() });
/** What holds from now on for the marketplace's passwords and sessions. */
export const identityPolicySet = defineEvent('accounts.identityPolicySet.v1', {
  idleMinutes: z.int(),
  sessionHours: z.int(),
  staffIdleMinutes: z.int(),
  staffSessionHours: z.int(),
  passwordLeast: z.int(),
  passwordLeastWithFactor: z.int(),
  passwordWords: z.array(z.string()),
  magicLinks: z.boolean(),
  pendingDays: z.int(),
});
/** A new account: registered by a person, or made for someone the marketplace spoke of (`claimed: false`). */
export const accountCreated = defineEvent(
  'accounts.created.v1',
  {
    ...account,
    email: z.string().nullable(),
    externalRef: z.string().nullable(),
    roles: z.array(z.string()),
    claimed: z.boolean(),
  },
  { personal: ['email', 'externalRef'] },
);
export const loginSucceeded = defineEvent('accounts.loginSucceeded.v1', {
  ...account,
  sessionId: z.string(),
  deviceId: z.string(),
  newDevice: z.boolean(),
});
/** `accountId` is null when nobody has the e-mail address. `throttled`: too many wrong guesses, the password was not looked at. */
export const loginFailed = defineEvent('accounts.loginFailed.v1', {
  accountId: z.string().nullable(),
  why: z.enum(['credentials', 'pending', 'locked', 'suspended', 'closed', 'throttled', 'secondFactor']),
});
export const deviceSeen = defineEvent(
  'accounts.deviceSeen.v1',
  {
    ...account,
    deviceId: z.string(),
    fingerprint: z.string(),
    firstTime: z.boolean(),
  },
  { personal: ['fingerprint'] },
);
const factorReset = { ...account, factorResetId: z.string(), requestedById: z.string() };
/** Staff asked for lost second factors to be removed: at `dueAt` unless the owner objects or, `takesTwo`, once another decides. */
export const factorResetRequested = defineEvent('accounts.factorResetRequested.v1', {
  ...factorReset,
  takesTwo: z.boolean(),
  dueAt: z.iso.datetime(),
});
/** It came to its end. What it removed, when `done`, `factorRemoved` says. */
export const factorResetClosed = defineEvent('accounts.factorResetClosed.v1', {
  ...factorReset,
  outcome: z.enum(['done', 'objected', 'overtaken', 'rejected', 'withdrawn', 'expired']),
  closedById: z.string().nullable(),
});
/** Its owner gave it a name, or took that back. */
export const deviceNamed = defineEvent('accounts.deviceNamed.v1', { ...account, deviceId: z.string() });
/** Its owner does not use it any more: its sessions ended, and it is new when it comes again. */
export const deviceForgotten = defineEvent('accounts.deviceForgotten.v1', { ...account, deviceId: z.string() });
export const sessionCreated = defineEvent('accounts.sessionCreated.v1', {
  ...account,
  sessionId: z.string(),
  deviceId: z.string(),
});
export const sessionRevoked = defineEvent('accounts.sessionRevoked.v1', {
  ...account,
  sessionId: z.string(),
  why: z.enum([
    'logout',
    'revoked',
    'reuseDetected',
    'foreignDevice',
    'idle',
    'passwordChanged',
    'locked',
    'suspended',
    'impersonationEnded',
    'factorChanged',
    'closed',
    'providerLogout',
  ]),
});
/** By the account itself: all of its sessions, or all but one. Each is announced, too. */
export const sessionsRevoked = defineEvent('accounts.sessionsRevoked.v1', { ...account, except: z.string().nullable() });
/** Locked by staff (sessions end), or for a while against guessing (`why: failedLogins`; sessions stay). */
export const accountLocked = defineEvent(
  'accounts.locked.v1',
  {
    ...account,
    until: z.iso.datetime().nullable(),
    why: z.string(),
  },
  { personal: ['why'] },
);
export const accountUnlocked = defineEvent('accounts.unlocked.v1', account);
export const accountSuspended = defineEvent(
  'accounts.suspended.v1',
  {
    ...account,
    why: z.string(),
    flagId: z.string().nullable(),
  },
  { personal: ['why'] },
);
export const accountReinstated = defineEvent('accounts.reinstated.v1', { ...account, why: z.string() }, { personal: ['why'] });
export const roleAssigned = defineEvent('accounts.roleAssigned.v1', { ...account, role: z.string() });
export const roleRevoked = defineEvent('accounts.roleRevoked.v1', { ...account, role: z.string() });
const impersonation = {
  ...account,
  impersonationId: z.string(),
  impersonatorId: z.string(),
  sessionId: z.string(),
};
/** Staff acts as the account from now on, for why it said, until then at the latest. */
export const impersonationStarted = defineEvent(
  'accounts.impersonationStarted.v1',
  {
    ...impersonation,
    why: z.string(),
    until: z.iso.datetime(),
  },
  { personal: ['why'] },
);
/** `revoked`: one of the two lost what it takes – standing, role, session. */
export const impersonationEnded = defineEvent('accounts.impersonationEnded.v1', {
  ...impersonation,
  why: z.enum(['ended', 'expired', 'revoked']),
});
const roleRequest = { ...account, roleRequestId: z.string(), role: z.string(), requestedById: z.string() };
/** Someone with the authority wants the account to have a staff role: another person decides until then. */
export const roleRequested = defineEvent('accounts.roleRequested.v1', { ...roleRequest, expiresAt: z.iso.datetime() });
/** The request came to its end. What it gave, when approved, `roleAssigned` says. */
export const roleRequestClosed = defineEvent('accounts.roleRequestClosed.v1', {
  ...roleRequest,
  outcome: z.enum(['approved', 'rejected', 'withdrawn', 'expired']),
  decidedById: z.string().nullable(),
});
export const passwordChanged = defineEvent('accounts.passwordChanged.v1', account);
const methods = z.array(z.string());
/** A first factor was right; the account has a second one. */
export const secondFactorAsked = defineEvent('accounts.secondFactorAsked.v1', { ...account, methods });
/** Somebody in the session proved again who they are: `methods` after RFC 8176. */
export const sessionReauthenticated = defineEvent('accounts.sessionReauthenticated.v1', {
  ...account,
  sessionId: z.string(),
  methods,
  assurance: z.int(),
});
/** The secret was made; it counts once it is confirmed (`accounts.factorEnrolled.v1`). */
export const totpEnrolmentBegun = defineEvent('accounts.totpEnrolmentBegun.v1', { ...account, credentialId: z.string() });
const factor = { ...account, credentialId: z.string(), kind: z.enum(['totp', 'passkey']) };
export const factorEnrolled = defineEvent('accounts.factorEnrolled.v1', factor);
export const factorRemoved = defineEvent('accounts.factorRemoved.v1', factor);
export const passkeyRenamed = defineEvent('accounts.passkeyRenamed.v1', { ...account, credentialId: z.string() });
/** New recovery codes replaced those before. */
export const recoveryCodesMade = defineEvent('accounts.recoveryCodesMade.v1', { ...account, count: z.int() });
export const recoveryCodeUsed = defineEvent('accounts.recoveryCodeUsed.v1', { ...account, left: z.int() });
/** The account's address, or who it is for, was proven for the first time: it counts from now on. */
export const accountVerified = defineEvent('accounts.verified.v1', { ...account, by: z.enum(['email', 'provider']) });
/** The new address was proven. */
export const emailChanged = defineEvent('accounts.emailChanged.v1', { ...account, email: z.string() }, { personal: ['email'] });
/** The new number was proven; null: taken away. */
export const phoneChanged = defineEvent(
  'accounts.phoneChanged.v1',
  { ...account, phone: z.string().nullable() },
  { personal: ['phone'] },
);
const proof = {
  proofId: z.string(),
  purpose: z.enum(['register', 'changeEmail', 'verifyPhone', 'resetPassword', 'magicLink', 'undoEmail']),
};
/** A code or link was asked for; `accountId` only when whoever asked was signed in. The secret is in no event. */
export const proofRequested = defineEvent('accounts.proofRequested.v1', { ...proof, accountId: z.string().nullable() });
/** It is on its way to the address of this account. */
export const proofSent = defineEvent('accounts.proofSent.v1', { ...proof, ...account });
export const apiKeyCreated = defineEvent('accounts.apiKeyCreated.v1', {
  apiKeyId: z.string(),
  name: z.string(),
  prefix: z.string(),
  roles: z.array(z.string()),
});
/** A new secret; the one before counts until `previousUntil`. */
export const apiKeyRotated = defineEvent('accounts.apiKeyRotated.v1', {
  apiKeyId: z.string(),
  name: z.string(),
  prefix: z.string(),
  previousUntil: z.iso.datetime(),
});
export const apiKeyRevoked = defineEvent('accounts.apiKeyRevoked.v1', { apiKeyId: z.string(), name: z.string() });
/** `apiKeyId` is null when they are everybody's of the tenant. */
export const operationsRegistered = defineEvent('accounts.operationsRegistered.v1', {
  apiKeyId: z.string().nullable(),
  operations: z.array(z.object({ operationId: z.string(), hash: z.string(), name: z.string() })),
});
const operation = { operationId: z.string(), apiKeyId: z.string().nullable(), hash: z.string(), name: z.string() };
/** `deprecatedAt` is null when the deprecation was taken back. */
export const operationDeprecated = defineEvent('accounts.operationDeprecated.v1', {
  ...operation,
  deprecatedAt: z.iso.datetime().nullable(),
  /** From when it may stop to run. */
  sunsetAt: z.iso.datetime().nullable(),
  /** Where people read what to use instead. */
  documentation: z.string().nullable(),
});
export const operationRemoved = defineEvent('accounts.operationRemoved.v1', { ...operation, forced: z.boolean() });

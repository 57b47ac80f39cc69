import { deviceSeen, loginFailed, loginSucceeded, sessionCreated } from '@praetor/contracts/accounts';
import type { DataOf, EventContract } from '@praetor/contracts/contract';
import { announce } from '@praetor/events/announce';
import { perform, type Transaction } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { newId, type Id } from '@praetor/kernel/id';
import { Refusal } from '@praetor/kernel/refusal';
import type { z } from 'zod';
import type { AccountRow } from '../db/account.entity.ts';
import type { Keyring } from '../db/keyring.ts';
import { identityPolicyOf } from '../db/identity-policy.store.ts';
import { SessionRow } from '../db/session.entity.ts';
import { assuranceOf, type AuthenticationMethod } from '../domain/assurance.ts';
import { sessionExpiry } from '../domain/identity-policy.ts';
import { isStaffRole } from '../domain/roles.ts';
import { overtakeFactorReset } from './close-factor-reset.ts';
import { recordDevice } from './record-device.ts';
import { askSecondFactor, type ProviderSession, SecondFactorRequired, secondFactorsOf } from './second-factor.ts';
import { issueRefreshToken, tokensOf, type SessionTokens } from './session-tokens.ts';

export class AccountIsLocked extends Refusal {
  readonly code = 'ACCOUNT_LOCKED';
  constructor(until: Date | null) {
    super(`This account is locked${until ? ` until ${until.toISOString()}` : ''}. Contact support.`);
  }
}

export class AccountIsSuspended extends Refusal {
  readonly code = 'ACCOUNT_SUSPENDED';
  constructor() {
    super('This account is suspended. Contact support.');
  }
}

/** What every way of signing in may be answered, beside its own refusal of a wrong proof. */
export const refusalsOfSignIn = [SecondFactorRequired, AccountIsLocked, AccountIsSuspended] as const;

/** A first factor that was proven a moment ago. */
export interface FirstFactor {
  /** How (RFC 8176). With `mfa` it stands alone. */
  readonly methods: readonly AuthenticationMethod[];
  /** The id that the client keeps on its device. */
  readonly client: string | null;
  /** What a wrong proof would be answered: a closed account is as absent as none. */
  readonly refusal: Refusal;
  /** The OpenID provider whose word it is. */
  readonly provider?: ProviderSession | null;
  /** When it was proven, where that was not here and now. */
  readonly provenAt?: Date;
}

/** A refusal that is committed and announced with the rest, and only then thrown. */
export type SignInOutcome =
  { id: string; refusal: Refusal } | { id: string; account: AccountRow; session: SessionRow; refreshToken: string };

/**
 * The one way in: whatever proves who someone is ends here. `account` is locked by the caller, in this transaction, and
 * what was proven is still so: what changed since it was looked at counts.
 */
export async function signIn(tx: Transaction, room: Room, account: AccountRow, factor: FirstFactor): Promise<SignInOutcome> {
  switch (account.status) {
    case 'locked':
      return failSignIn(tx, room, account.id, 'locked', new AccountIsLocked(account.lockedUntil ?? null));
    case 'suspended':
      return failSignIn(tx, room, account.id, 'suspended', new AccountIsSuspended());
    case 'pending':
      return failSignIn(tx, room, account.id, 'pending', factor.refusal);
    case 'closed':
      return failSignIn(tx, room, account.id, 'closed', factor.refusal);
    case 'active':
      return admit(tx, room, account, factor);
  }
}

/** Announces an attempt that gives nothing. `accountId` is null when nobody is meant. */
export async function failSignIn(
  tx: Transaction,
  room: Room,
  accountId: Id<'account'> | null,
  why: DataOf<typeof loginFailed>['why'],
  refusal: Refusal,
): Promise<SignInOutcome> {
  const subject = accountId ? { type: 'account', id: accountId } : { type: 'tenant', id: room.actor.tenantId };
  await tx.announce(loginFailed, { subject, data: { accountId, why } });
  return { id: '', refusal };
}

/** Runs one attempt and gives its tokens; a refusal is thrown after what the attempt left was committed. */
export async function signingIn(
  room: Room,
  keys: Keyring,
  { action, accountId }: { action: string; accountId: Id<'account'> | null },
  work: (tx: Transaction) => Promise<SignInOutcome>,
): Promise<SessionTokens> {
  const target = accountId && { type: 'account', id: accountId };
  const reload = (): never => {
    throw new Error('Signing in has no idempotency key: tokens are kept nowhere to be given twice.');
  };
  const outcome = await perform<SignInOutcome>(room, { action, target, input: {}, reload }, work);
  if ('refusal' in outcome) throw outcome.refusal;
  return tokensOf(keys, room.clock, outcome);
}

/** A factor that does not stand alone is asked for another, where there is one. */
async function admit(tx: Transaction, room: Room, account: AccountRow, factor: FirstFactor): Promise<SignInOutcome> {
  const seconds = factor.methods.includes('mfa') ? [] : await secondFactorsOf(tx.em, account.id);
  if (seconds.length) return { id: '', refusal: await askSecondFactor(tx, account, factor, seconds) };
  return open(tx, room, account, factor);
}

async function open(tx: Transaction, room: Room, account: AccountRow, factor: FirstFactor): Promise<SignInOutcome> {
  const { methods, client, provider = null, provenAt = tx.now } = factor;
  const { tenantId, id: accountId } = account;
  const policy = await identityPolicyOf(tx.em);
  if (methods.includes('mfa')) await overtakeFactorReset(tx, accountId);
  const { device, firstTime } = await recordDevice(tx, room.actor, accountId, client);
  const session = tx.em.create(SessionRow, {
    id: newId('session'),
    tenantId,
    accountId,
    deviceId: device.id,
    impersonatorId: null,
    assurance: assuranceOf(methods),
    methods: [...methods],
    authenticatedAt: provenAt,
    providerId: provider?.id ?? null,
    providerSid: provider?.sid ?? null,
    ip: room.actor.ip?.slice(0, 45) ?? null,
    rotation: 0,
    createdAt: tx.now,
    refreshedAt: tx.now,
    expiresAt: sessionExpiry(tx.now, policy, account.roles.some(isStaffRole)),
    revokedAt: null,
    revokedWhy: null,
  });
  const refreshToken = issueRefreshToken(tx.em, tenantId, session.id, tx.now);
  await tx.em.flush();
  const ids = { accountId, sessionId: session.id, deviceId: device.id };
  // From here on the caller is no longer anonymous.
  const actor = {
    ...room.actor,
    kind: 'account' as const,
    id: accountId,
    roles: account.roles,
    sessionId: session.id,
    deviceId: device.id,
  };
  const say = <Contract extends EventContract>(contract: Contract, data: z.input<Contract['data']>) =>
    announce(tx.em, { actor, now: tx.now }, contract, { subject: { type: 'account', id: accountId }, data });
  await say(deviceSeen, { accountId, deviceId: device.id, fingerprint: device.fingerprint, firstTime });
  await say(sessionCreated, ids);
  await say(loginSucceeded, { ...ids, newDevice: firstTime });
  return { id: session.id, account, session, refreshToken };
}

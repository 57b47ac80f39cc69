import { accountLocked, deviceSeen, loginFailed, loginSucceeded, sessionCreated } from '@praetor/contracts/accounts';
import type { DataOf, EventContract } from '@praetor/contracts/contract';
import { announce } from '@praetor/events/announce';
import { perform, type Transaction } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { newId } from '@praetor/kernel/id';
import { parse, text } from '@praetor/kernel/input';
import { Refusal } from '@praetor/kernel/refusal';
import { z } from 'zod';
import type { AccountRow } from '../db/account.entity.ts';
import { lockAccountOf, lockAccountRow } from '../db/account.store.ts';
import type { Keyring } from '../db/keyring.ts';
import { SessionRow } from '../db/session.entity.ts';
import { normalisedEmail } from '../domain/email.ts';
import { sessionExpiry } from '../domain/session.ts';
import { attemptPassword, forgetFailures, InvalidCredentials, type Attempt } from './attempt-password.ts';
import { recordDevice } from './record-device.ts';
import { issueRefreshToken, tokensOf, type SessionTokens } from './session-tokens.ts';

/** No idempotency key: a repeated login is another session, and tokens are kept nowhere to be given twice. */
const Input = z.object({ email: text(254), password: z.string().min(1).max(1024), deviceId: text(200).nullish() });

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

export const loginRefusals = [InvalidCredentials, AccountIsLocked, AccountIsSuspended] as const;

type Outcome = { id: string; refusal: Refusal } | { id: string; account: AccountRow; session: SessionRow; refreshToken: string };

/**
 * Checks the password, records the device, opens a session. Only whoever knows the password learns that the account is
 * locked or suspended. A failed login is committed and announced, too; only then it is refused.
 */
export async function login(room: Room, keys: Keyring, raw: z.input<typeof Input>): Promise<SessionTokens> {
  const input = parse(Input, raw);
  const email = normalisedEmail(input.email);
  const attempt = await attemptPassword(room, (tx) => lockAccountOf(tx, email), input.password);
  const { account } = attempt;
  const target = account && { type: 'account', id: account.id };
  const reload = (): never => {
    throw new Error('A login has no idempotency key.');
  };
  const outcome = await perform<Outcome>(room, { action: 'login', target, input: {}, reload }, (tx) =>
    account && attempt.right ? admit(tx, room, account, input.deviceId ?? null) : fail(tx, room, attempt),
  );
  if ('refusal' in outcome) throw outcome.refusal;
  return tokensOf(keys, room.clock, outcome);
}

/** The right password. The account is locked now: what changed since the password was looked at counts. */
async function admit(
  tx: Transaction,
  room: Room,
  known: NonNullable<Attempt['account']>,
  client: string | null,
): Promise<Outcome> {
  const account = await lockAccountRow(tx.em, known.id);
  if (account.passwordHash !== known.passwordHash) return refuse(tx, room, account.id, 'credentials', new InvalidCredentials());
  await forgetFailures(tx.em, account.id);
  switch (account.status) {
    case 'locked':
      return refuse(tx, room, account.id, 'locked', new AccountIsLocked(account.lockedUntil ?? null));
    case 'suspended':
      return refuse(tx, room, account.id, 'suspended', new AccountIsSuspended());
    case 'closed':
      return refuse(tx, room, account.id, 'closed', new InvalidCredentials());
    case 'active':
      return open(tx, room, account, client);
  }
}

async function open(tx: Transaction, room: Room, account: AccountRow, client: string | null): Promise<Outcome> {
  const { tenantId, id: accountId } = account;
  const { device, firstTime } = await recordDevice(tx, room.actor, accountId, client);
  const session = tx.em.create(SessionRow, {
    id: newId('session'),
    tenantId,
    accountId,
    deviceId: device.id,
    impersonatorId: null,
    assurance: 1,
    ip: room.actor.ip?.slice(0, 45) ?? null,
    rotation: 0,
    createdAt: tx.now,
    refreshedAt: tx.now,
    expiresAt: sessionExpiry(tx.now),
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

async function fail(tx: Transaction, room: Room, attempt: Attempt): Promise<Outcome> {
  const accountId = attempt.account?.id ?? null;
  const why = attempt.throttled ? 'throttled' : 'credentials';
  const outcome = await refuse(tx, room, accountId, why, new InvalidCredentials());
  if (accountId && attempt.blockedUntil) {
    const data = { accountId, until: attempt.blockedUntil.toISOString(), why: 'failedLogins' };
    await tx.announce(accountLocked, { subject: { type: 'account', id: accountId }, data });
  }
  return outcome;
}

async function refuse(
  tx: Transaction,
  room: Room,
  accountId: AccountRow['id'] | null,
  why: DataOf<typeof loginFailed>['why'],
  refusal: Refusal,
): Promise<Outcome> {
  const subject = accountId ? { type: 'account', id: accountId } : { type: 'tenant', id: room.actor.tenantId };
  await tx.announce(loginFailed, { subject, data: { accountId, why } });
  return { id: '', refusal };
}

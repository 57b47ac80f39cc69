import { accountLocked } from '@praetor/contracts/accounts';
import type { Transaction } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import type { Id } from '@praetor/kernel/id';
import { parse, text } from '@praetor/kernel/input';
import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { AccountRow } from '../db/account.entity.ts';
import { accountOfAddress, lockAccountRow } from '../db/account.store.ts';
import { DeviceRow } from '../db/device.entity.ts';
import { normalisedEmail } from '../domain/email.ts';
import { attemptPassword, forgetFailures, InvalidCredentials, type Attempt } from './attempt-password.ts';
import type { Desk } from './desk.ts';
import type { KnownDevice } from './device-token.ts';
import { limitsOf } from './guess-limits.ts';
import { deviceInput } from './input.ts';
import { TryLater } from './password-hasher.ts';
import type { SessionTokens } from './session-tokens.ts';
import { failSignIn, signIn, refusalsOfSignIn, signingIn, type SignInOutcome } from './sign-in.ts';

/** No idempotency key: a repeated login is another session, and tokens are kept nowhere to be given twice. */
const Input = z.object({ email: text(254), password: z.string().min(1).max(1024), ...deviceInput });

export const loginRefusals = [InvalidCredentials, TryLater, ...refusalsOfSignIn] as const;

/**
 * Checks the password, then signs in. Only whoever knows the password learns that the account is locked or suspended. A
 * failed login is committed and announced, too; only then it is refused.
 */
export async function login(room: Room, desk: Desk, raw: z.input<typeof Input>): Promise<SessionTokens> {
  const input = parse(Input, raw);
  const email = normalisedEmail(input.email);
  const device = desk.devices.read(input.deviceToken, room.actor.tenantId, room.clock());
  const limits = limitsOf(desk, room.actor);
  const attempt = await attemptPassword(room, desk, {
    password: input.password,
    find: (tx) => accountOfAddress(tx, email),
    limits: async (account, tx) =>
      account && device && (await isKnown(tx, account, device))
        ? [limits.device(device.nonce)]
        : [limits.address(email), ...limits.network('network'), limits.tenant(email)],
  });
  const { account } = attempt;
  return signingIn(room, desk.keys, { action: 'login', accountId: account?.id ?? null }, (tx) =>
    account && attempt.right ? admit(tx, room, attempt, account.id, input.deviceId ?? null) : fail(tx, room, attempt),
  );
}

/** The token is of this account, which has not forgotten the device since. */
const isKnown = async (tx: EntityManager, { id: accountId }: AccountRow, device: KnownDevice): Promise<boolean> =>
  device.accountId === accountId && (await tx.count(DeviceRow, { id: device.deviceId as Id<'device'>, accountId })) > 0;

/** The right password. The account is locked now: what changed since the password was looked at counts. */
async function admit(
  tx: Transaction,
  room: Room,
  attempt: Attempt,
  id: NonNullable<Attempt['account']>['id'],
  client: string | null,
): Promise<SignInOutcome> {
  const account = await lockAccountRow(tx.em, id);
  const refusal = new InvalidCredentials();
  if (account.passwordHash !== attempt.account?.passwordHash) return failSignIn(tx, room, id, 'credentials', refusal);
  await forgetFailures(tx.em, room, attempt);
  if (attempt.rehashed) account.passwordHash = attempt.rehashed;
  return signIn(tx, room, account, { methods: ['pwd'], client, refusal });
}

async function fail(tx: Transaction, room: Room, attempt: Attempt): Promise<SignInOutcome> {
  const accountId = attempt.account?.id ?? null;
  const why = attempt.throttled ? 'throttled' : 'credentials';
  const outcome = await failSignIn(tx, room, accountId, why, new InvalidCredentials());
  if (accountId && attempt.blockedUntil) {
    const data = { accountId, until: attempt.blockedUntil.toISOString(), why: 'failedLogins' };
    await tx.announce(accountLocked, { subject: { type: 'account', id: accountId }, data });
  }
  return outcome;
}

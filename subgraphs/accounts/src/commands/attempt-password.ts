import { sql } from '@praetor/postgres/sql';
import type { Room } from '@praetor/events/room';
import { Refusal } from '@praetor/kernel/refusal';
import { uuidOf, type Id } from '@praetor/kernel/id';
import { inTenant } from '@praetor/postgres/tenancy';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { AccountRow } from '../db/account.entity.ts';
import { noFailures, takeAttempt, type Failures } from '../domain/login-throttle.ts';
import type { PasswordHasher } from './password-hasher.ts';

/** The same words for an unknown address, a wrong password and too many guesses. */
export class InvalidCredentials extends Refusal {
  readonly code = 'ACCOUNT_INVALID_CREDENTIALS';
  constructor() {
    super('E-mail address and password do not belong together, or too many wrong ones were tried: check both, or wait an hour.');
  }
}

/** What became of one password. */
export interface Attempt {
  readonly account: { readonly id: Id<'account'>; readonly passwordHash: string | null } | null;
  readonly right: boolean;
  /** Guesses are blocked: the password was not looked at. */
  readonly throttled: boolean;
  /** When this attempt, being wrong, blocked further ones. */
  readonly blockedUntil: Date | null;
}

/**
 * Looks at one password. The attempt is counted in a transaction of its own before the hash is computed, so parallel
 * guesses are counted exactly and no more of them are checked than the policy allows, on however many processes.
 */
export async function attemptPassword(
  room: Room,
  passwords: PasswordHasher,
  find: (tx: EntityManager) => Promise<AccountRow | null>,
  password: string,
): Promise<Attempt> {
  const taken = await inTenant(room.orm, room.actor.tenantId, async (tx) => {
    const account = await find(tx);
    if (!account) return { account: null, next: null };
    const { id, passwordHash = null } = account;
    const next = takeAttempt(failuresOf(account), room.clock());
    if (next) await writeFailures(tx, id, next);
    return { account: { id, passwordHash }, next };
  });
  const { account, next } = taken;
  const { right } = await passwords.verify(next && account ? account.passwordHash : null, password);
  return {
    account,
    right,
    throttled: account !== null && next === null,
    blockedUntil: right ? null : (next?.blockedUntil ?? null),
  };
}

const failuresOf = ({ failedLogins, failedLoginAt, loginBlockedUntil }: AccountRow): Failures => ({
  count: failedLogins,
  lastAt: failedLoginAt ?? null,
  blockedUntil: loginBlockedUntil ?? null,
});

/** Beside the entity: counting guesses is no change that a reader's `expectedVersion` should trip over. */
async function writeFailures(tx: EntityManager, id: Id<'account'>, { count, lastAt, blockedUntil }: Failures): Promise<void> {
  await sql(tx, 'update accounts.account set failed_logins = $2, failed_login_at = $3, login_blocked_until = $4 where id = $1', [
    uuidOf(id),
    count,
    lastAt,
    blockedUntil,
  ]);
}

/** After the right password, nothing is held against the account any more. */
export const forgetFailures = (tx: EntityManager, id: Id<'account'>): Promise<void> => writeFailures(tx, id, noFailures);

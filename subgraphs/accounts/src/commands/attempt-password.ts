import type { Room } from '@praetor/events/room';
import { Refusal } from '@praetor/kernel/refusal';
import type { Id } from '@praetor/kernel/id';
import { inTenant } from '@praetor/postgres/tenancy';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { AccountRow } from '../db/account.entity.ts';
import type { Desk } from './desk.ts';
import { forgive, limitsOf, takeLimits, type Limit } from './guess-limits.ts';
import { TryLater } from './password-hasher.ts';

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
  /** The password, hashed with the parameters of today, where the kept hash is weaker. */
  readonly rehashed: string | null;
  /** Guesses are blocked: the password was not looked at. */
  readonly throttled: boolean;
  /** When this attempt, being wrong, blocked further ones. */
  readonly blockedUntil: Date | null;
  /** What it was counted against. */
  readonly limits: readonly Limit[];
}

export interface PasswordAttempt {
  readonly password: string;
  /** Whose password it should be. */
  readonly find: (tx: EntityManager) => Promise<AccountRow | null>;
  /** What the attempt counts against; of the person's own first. */
  readonly limits: (account: AccountRow | null, tx: EntityManager) => readonly Limit[] | Promise<readonly Limit[]>;
}

/**
 * Looks at one password. The attempt is counted in a transaction of its own before the hash is computed, so parallel guesses
 * are counted exactly and no more of them are checked than the policy allows, on however many processes. Addresses without
 * an account are counted alike. Throws {@link TryLater} when the network or the tenant has guessed too much, or when
 * too many wait to be hashed.
 */
export async function attemptPassword(room: Room, desk: Desk, { password, find, limits }: PasswordAttempt): Promise<Attempt> {
  const { tenantId } = room.actor;
  const now = room.clock();
  const { account, counted, taken } = await inTenant(room.orm, tenantId, async (tx) => {
    const found = await find(tx);
    const against = await limits(found, tx);
    return {
      account: found && { id: found.id, passwordHash: found.passwordHash ?? null },
      counted: against,
      taken: await takeLimits(tx, tenantId, against, now),
    };
  });
  if (taken.blocked && taken.blocked !== counted[0]) throw tooMany(taken.until, now);
  const none = { account, right: false, rehashed: null, limits: counted };
  if (taken.blocked) return { ...none, throttled: true, blockedUntil: null };
  const { right, outdated } = await verified(room, desk, counted, account?.passwordHash ?? null, password);
  if (!right) return { ...none, throttled: false, blockedUntil: taken.blocksUntil };
  const rehashed = outdated ? await desk.passwords.hash(password).catch(() => null) : null;
  return { account, right, rehashed, throttled: false, blockedUntil: null, limits: counted };
}

/** Whoever is refused because many wait has guessed nothing: the try is given back. */
async function verified(room: Room, desk: Desk, limits: readonly Limit[], hash: string | null, password: string) {
  try {
    return await desk.passwords.verify(hash, password);
  } catch (error) {
    await inTenant(room.orm, room.actor.tenantId, (tx) => giveBack(tx, room.actor.tenantId, limits));
    throw error;
  }
}

const giveBack = (tx: EntityManager, tenantId: Id<'tenant'>, limits: readonly Limit[]): Promise<void> =>
  forgive(tx, tenantId, limits, 'try');

export const tooMany = (until: Date, now: Date): TryLater =>
  new TryLater(Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 1000)));

/** After the right password, nothing is held against the account any more. */
export const forgetFailures = (tx: EntityManager, { actor: { tenantId } }: Room, { limits }: Attempt): Promise<void> =>
  forgive(tx, tenantId, limits, 'all');

/** An attempt of whoever is signed in at their own password: what strangers guess does not keep them from it. */
export const ownPassword = (room: Room, desk: Desk, id: Id<'account'>, password: string, find: PasswordAttempt['find']) =>
  attemptPassword(room, desk, { password, find, limits: () => [limitsOf(desk, room.actor).inside(id)] });

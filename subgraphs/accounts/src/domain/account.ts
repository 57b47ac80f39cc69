import type { Id } from '@praetor/kernel/id';
import { Refusal } from '@praetor/kernel/refusal';

/** Who an account is for good. */
export interface Identity {
  readonly id: Id<'account'>;
  readonly roles: readonly string[];
}

/**
 * The life of an account. `pending` until the address of whoever registered is proven. `locked` is lifted by staff or by
 * time; `suspended` by staff only; `closed` can be taken back within a grace (see `closing.ts`). A lock against guessing is
 * no state: it stops logins for a while (see `login-throttle.ts`) and leaves sessions alone.
 */
export type Account = Identity &
  (
    | { status: 'pending' }
    | { status: 'active' }
    | { status: 'locked'; why: string; until: Date | null }
    | { status: 'suspended'; why: string }
    | { status: 'closed' }
  );
export const statuses = ['pending', 'active', 'locked', 'suspended', 'closed'] as const;
export type Status = Account['status'];

export type AccountEvent =
  | { type: 'Verified' }
  | { type: 'Locked'; why: string; until: Date | null }
  | { type: 'Unlocked' }
  | { type: 'Suspended'; why: string }
  | { type: 'Reinstated'; why: string }
  | { type: 'Closed' }
  | { type: 'Reopened'; as: Account }
  | { type: 'RoleAssigned'; role: string }
  | { type: 'RoleRevoked'; role: string };

/** The event of one type. */
export type Of<Type extends AccountEvent['type']> = Extract<AccountEvent, { type: Type }>;

export class AccountWrongState extends Refusal {
  readonly code = 'ACCOUNT_WRONG_STATE';
  readonly from: Status;
  constructor(from: Status, attempted: string) {
    super(`Cannot ${attempted} an account that is ${from}. Read its present state.`);
    this.from = from;
  }
}

/** The person proved that the address is theirs. */
export function verify(account: Account): Of<'Verified'> {
  if (account.status !== 'pending') throw new AccountWrongState(account.status, 'verify');
  return { type: 'Verified' };
}

/** Staff stops the account for a while, or until someone looks at it. */
export function lock(account: Account, why: string, until: Date | null): Of<'Locked'> {
  if (account.status !== 'active') throw new AccountWrongState(account.status, 'lock');
  return { type: 'Locked', why, until };
}

/** Staff, or time, lifts the lock. */
export function unlock(account: Account): Of<'Unlocked'> {
  if (account.status !== 'locked') throw new AccountWrongState(account.status, 'unlock');
  return { type: 'Unlocked' };
}

/** Staff stops the account until staff reinstates it. */
export function suspend(account: Account, why: string): Of<'Suspended'> {
  if (account.status !== 'active' && account.status !== 'locked') throw new AccountWrongState(account.status, 'suspend');
  return { type: 'Suspended', why };
}

/** Staff lifts the suspension. */
export function reinstate(account: Account, why: string): Of<'Reinstated'> {
  if (account.status !== 'suspended') throw new AccountWrongState(account.status, 'reinstate');
  return { type: 'Reinstated', why };
}

/** The owner, or staff, ends the account, whatever it is. */
export function close(account: Account): Of<'Closed'> {
  if (account.status === 'closed') throw new AccountWrongState(account.status, 'close');
  return { type: 'Closed' };
}

/** A closing is taken back: the account is again what it was. */
export function reopen(account: Account, as: Account): Of<'Reopened'> {
  if (account.status !== 'closed') throw new AccountWrongState(account.status, 'reopen');
  return { type: 'Reopened', as };
}

/** The account after the event. Events come from the functions above and of `roles.ts`, which checked that they may happen. */
export function evolve(account: Account, event: AccountEvent): Account {
  const { id, roles } = account;
  switch (event.type) {
    case 'Locked':
      return { id, roles, status: 'locked', why: event.why, until: event.until };
    case 'Suspended':
      return { id, roles, status: 'suspended', why: event.why };
    case 'Verified':
    case 'Unlocked':
    case 'Reinstated':
      return { id, roles, status: 'active' };
    case 'Closed':
      return { id, roles, status: 'closed' };
    case 'Reopened':
      return { ...event.as, id, roles };
    case 'RoleAssigned':
      return { ...account, roles: [...roles, event.role].toSorted() };
    case 'RoleRevoked':
      return { ...account, roles: roles.filter((role) => role !== event.role) };
  }
}

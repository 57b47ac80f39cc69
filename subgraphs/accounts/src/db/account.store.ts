import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import type { Id } from '@praetor/kernel/id';
import { Conflict, NotFound } from '@praetor/kernel/refusal';
import type { Account } from '../domain/account.ts';
import { AccountRow } from './account.entity.ts';

/** The row, locked until the transaction ends. */
export async function lockAccountRow(tx: EntityManager, id: Id<'account'>, expectedVersion?: number | null): Promise<AccountRow> {
  const row = await tx.findOne(AccountRow, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!row) throw new NotFound('account');
  if (expectedVersion != null && expectedVersion !== row.version) throw new Conflict(expectedVersion, row.version);
  return row;
}

/** The account of a normalised address; null when there is none. */
export function accountOfAddress(tx: EntityManager, email: string): Promise<AccountRow | null> {
  return tx.findOne(AccountRow, { email });
}

export async function accountById(em: EntityManager, id: string): Promise<AccountRow> {
  const row = await em.findOne(AccountRow, { id: id as Id<'account'> });
  if (!row) throw new NotFound('account');
  return row;
}

/** The union the domain thinks in. */
export function toDomain({ id, roles, status, why, lockedUntil }: AccountRow): Account {
  switch (status) {
    case 'pending':
    case 'active':
    case 'closed':
      return { id, roles, status };
    case 'locked':
      return { id, roles, status, why: why ?? '', until: lockedUntil ?? null };
    case 'suspended':
      return { id, roles, status, why: why ?? '' };
  }
}

/** Writes the account's new state into its row. */
export function fromDomain(row: AccountRow, account: Account, now: Date): void {
  row.status = account.status;
  row.why = account.status === 'locked' || account.status === 'suspended' ? account.why : null;
  row.lockedUntil = account.status === 'locked' ? account.until : null;
  row.roles = [...account.roles];
  row.updatedAt = now;
}

/** What every new account's row begins with. */
export const blankAccount = {
  status: 'active',
  why: null,
  lockedUntil: null,
  displayName: null,
  passwordHash: null,
  passwordShort: false,
  emailVerifiedAt: null,
  phone: null,
  phoneVerifiedAt: null,
} as const;

import type { Proposal } from '@praetor/kernel/four-eyes';
import type { Id } from '@praetor/kernel/id';
import { Conflict, NotFound } from '@praetor/kernel/refusal';
import { sql } from '@praetor/postgres/sql';
import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import { AccountRow } from './account.entity.ts';
import { RoleRequestRow } from './role-request.entity.ts';

export async function roleRequestById(em: EntityManager, id: string): Promise<RoleRequestRow> {
  const row = await em.findOne(RoleRequestRow, { id: id as Id<'roleRequest'> });
  if (!row) throw new NotFound('role request');
  return row;
}

/** The row, locked until the transaction ends. */
export async function lockRoleRequest(
  tx: EntityManager,
  id: Id<'roleRequest'>,
  expectedVersion?: number | null,
): Promise<RoleRequestRow> {
  const row = await tx.findOne(RoleRequestRow, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!row) throw new NotFound('role request');
  if (expectedVersion != null && expectedVersion !== row.version) throw new Conflict(expectedVersion, row.version);
  return row;
}

/** The one that waits for this account and role; the account's row is locked, so there comes no other meanwhile. */
export function pendingRoleRequest(tx: EntityManager, accountId: Id<'account'>, role: string): Promise<RoleRequestRow | null> {
  return tx.findOne(RoleRequestRow, { accountId, role, state: 'pending' }, { lockMode: LockMode.PESSIMISTIC_WRITE });
}

/** As the rule of four eyes sees it. */
export const proposalOf = ({ state, requestedById, accountId, expiresAt }: RoleRequestRow): Proposal => ({
  state,
  requestedById,
  concernedIds: [accountId],
  expiresAt,
});

/**
 * Whether another active administrator is left. One at a time in a tenant asks: two that would remove each other at once
 * take turns, and the second finds none left.
 */
export async function hasOtherAdministrator(tx: EntityManager, accountId: Id<'account'>): Promise<boolean> {
  await sql(
    tx,
    "select pg_advisory_xact_lock(hashtext('accounts.administrators'), hashtext(current_setting('praetor.tenant_id')))",
    [],
  );
  const other = { id: { $ne: accountId }, status: 'active', roles: { $contains: ['ADMIN'] } } as const;
  return (await tx.count(AccountRow, other)) > 0;
}

import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import type { Id } from '@praetor/kernel/id';
import { Conflict, NotFound } from '@praetor/kernel/refusal';
import { IdentityProviderRow } from './identity-provider.entity.ts';

export async function providerById(em: EntityManager, id: string): Promise<IdentityProviderRow> {
  const row = await em.findOne(IdentityProviderRow, { id: id as Id<'identityProvider'> });
  if (!row) throw new NotFound('identity provider');
  return row;
}

/** The row, locked until the transaction ends. */
export async function lockProvider(
  tx: EntityManager,
  id: Id<'identityProvider'>,
  expectedVersion?: number | null,
): Promise<IdentityProviderRow> {
  const row = await tx.findOne(IdentityProviderRow, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!row) throw new NotFound('identity provider');
  if (expectedVersion != null && expectedVersion !== row.version) throw new Conflict(expectedVersion, row.version);
  return row;
}

/** As it is now, and stays until the transaction ends: whoever switches it off waits, or was first. Null when it is off. */
export const enabledProvider = (tx: EntityManager, id: Id<'identityProvider'>): Promise<IdentityProviderRow | null> =>
  tx.findOne(IdentityProviderRow, { id, enabled: true }, { lockMode: LockMode.PESSIMISTIC_READ, refresh: true });

import type { Id } from '@praetor/kernel/id';
import type { EntityManager } from '@mikro-orm/postgresql';
import { accountById } from '../db/account.store.ts';
import { TenantRow } from '../db/tenant.entity.ts';
import type { PasswordContext } from '../domain/password.ts';

/** What a password of this account must not be made of. */
export async function contextOf(em: EntityManager, accountId: Id<'account'>): Promise<PasswordContext> {
  const { email, displayName, tenantId } = await accountById(em, accountId);
  const tenant = await em.findOneOrFail(TenantRow, { id: tenantId });
  return { email: email ?? null, displayName: displayName ?? null, service: serviceNames(tenant) };
}

export const serviceNames = ({ name, slug }: Pick<TenantRow, 'name' | 'slug'>): string[] => ['Praetor', name, slug];

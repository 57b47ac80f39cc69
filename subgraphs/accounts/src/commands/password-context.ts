import type { Id } from '@praetor/kernel/id';
import { NotFound } from '@praetor/kernel/refusal';
import type { EntityManager } from '@mikro-orm/postgresql';
import { accountById } from '../db/account.store.ts';
import { identityPolicyOf } from '../db/identity-policy.store.ts';
import { TenantRow } from '../db/tenant.entity.ts';
import { passwordLength, type PasswordContext } from '../domain/password.ts';
import { secondFactorsOf } from './second-factor.ts';

/** What a password of this account must not be made of, and how long it has to be: a second factor beside it makes a difference. */
export async function contextOf(em: EntityManager, accountId: Id<'account'>): Promise<PasswordContext> {
  const { email, displayName, tenantId } = await accountById(em, accountId);
  const hasFactor = (await secondFactorsOf(em, accountId)).length > 0;
  return contextIn(em, tenantId, { email: email ?? null, displayName: displayName ?? null, hasFactor });
}

/** The same for someone who has no account yet. */
export async function contextIn(
  em: EntityManager,
  tenantId: Id<'tenant'>,
  { hasFactor = false, ...person }: Pick<PasswordContext, 'email' | 'displayName'> & { hasFactor?: boolean },
): Promise<PasswordContext> {
  const tenant = await em.findOne(TenantRow, { id: tenantId });
  if (!tenant) throw new NotFound('tenant');
  const { passwordLeast, passwordLeastWithFactor, passwordWords } = await identityPolicyOf(em);
  const service = ['Praetor', tenant.name, tenant.slug, ...passwordWords];
  return { ...person, service, least: hasFactor ? passwordLeastWithFactor : passwordLeast };
}

/** Whether it is good enough only as long as a second factor is asked for, too. */
export const isShortAlone = async (em: EntityManager, password: string): Promise<boolean> =>
  passwordLength(password) < (await identityPolicyOf(em)).passwordLeast;

import type { EntityManager } from '@mikro-orm/postgresql';
import type { AccountRow } from '../db/account.entity.ts';
import { identityPolicyOf } from '../db/identity-policy.store.ts';
import { allowsMagicLinks } from '../domain/identity-policy.ts';
import { isStaffRole } from '../domain/roles.ts';

/** As the marketplace has it now, and the account's roles are now: asked when a link is sent, and when it comes back. */
export const maySignInByLink = async (em: EntityManager, { roles }: Pick<AccountRow, 'roles'>): Promise<boolean> =>
  allowsMagicLinks(await identityPolicyOf(em), roles.some(isStaffRole));

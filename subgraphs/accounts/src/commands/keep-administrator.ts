import type { Transaction } from '@praetor/events/perform';
import type { AccountRow } from '../db/account.entity.ts';
import { hasOtherAdministrator } from '../db/role-request.store.ts';
import { LastAdministrator } from '../domain/roles.ts';

/** Refuses to take the last active administrator away, in whichever way: without one nobody could make another. */
export async function keepAdministrator(tx: Transaction, { id, roles, status }: AccountRow): Promise<void> {
  if (status !== 'active' || !roles.includes('ADMIN')) return;
  if (!(await hasOtherAdministrator(tx.em, id))) throw new LastAdministrator();
}

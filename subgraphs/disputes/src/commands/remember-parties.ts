import { accountSuspended } from '@praetor/contracts/accounts';
import type { Envelope } from '@praetor/contracts/envelope';
import type { Id } from '@praetor/kernel/id';
import type { EntityManager } from '@mikro-orm/postgresql';
import { saveParties } from '../db/party.store.ts';

/** Keeps in mind which accounts exist in the tenant, and which may open disputes. */
export async function rememberParties(tx: EntityManager, events: readonly Envelope[], tenantId: Id<'tenant'>): Promise<void> {
  // The last word about an account counts; a batch may hold several.
  const parties = new Map(
    events.map((event) => {
      const accountId = event.data.accountId as Id<'account'>;
      return [accountId, { accountId, tenantId, mayOpen: event.type !== accountSuspended.type }];
    }),
  );
  await saveParties(tx, [...parties.values()]);
}

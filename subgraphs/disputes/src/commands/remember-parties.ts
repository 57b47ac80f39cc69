import type { Envelope } from '@praetor/contracts/envelope';
import type { Id } from '@praetor/kernel/id';
import type { EntityManager } from '@mikro-orm/postgresql';
import { saveParties } from '../db/party.store.ts';

/** Keeps in mind that these accounts exist in the tenant, and whether they may open disputes from now on. */
export async function rememberParties(
  tx: EntityManager,
  events: readonly Envelope[],
  party: { tenantId: Id<'tenant'>; mayOpen: boolean },
): Promise<void> {
  const accounts = new Set(events.map((event) => event.data.accountId as Id<'account'>));
  await saveParties(
    tx,
    [...accounts].map((accountId) => ({ accountId, ...party })),
  );
}

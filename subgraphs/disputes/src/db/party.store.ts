import type { EntityManager } from '@mikro-orm/postgresql';
import { PartyRow } from './party.entity.ts';

/** Remembers accounts, or what changed about them. */
export async function saveParties(
  tx: EntityManager,
  parties: Pick<PartyRow, 'accountId' | 'tenantId' | 'mayOpen'>[],
): Promise<void> {
  await tx.upsertMany(PartyRow, parties);
}

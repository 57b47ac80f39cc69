import { sql } from '@praetor/postgres/sql';
import { erasedText, owners, type Wiped } from '@praetor/subgraph/erasure';
import type { EntityManager } from '@mikro-orm/postgresql';

type Owned = { account_id: string };

/**
 * Wipes what these people wrote in disputes and that they are parties here. How a dispute went stays: it is the other side's
 * record too. Open disputes hold an erasure back, so that none of them is cut short.
 */
export async function eraseSubject(tx: EntityManager, accounts: readonly string[]): Promise<Wiped> {
  const descriptions = await sql<Owned>(
    tx,
    `update disputes.dispute set description = $2, grounds = case when grounds is null then null else $2 end
     where claimant_id = any($1::uuid[]) and description <> $2 returning claimant_id as account_id`,
    [accounts, erasedText],
  );
  const evidence = await sql<Owned>(
    tx,
    `update disputes.evidence set title = $2, statement = null, uri = null
     where submitted_by_id = any($1::uuid[]) and title <> $2 returning submitted_by_id as account_id`,
    [accounts, erasedText],
  );
  const parties = await sql<Owned>(tx, 'delete from disputes.party where account_id = any($1::uuid[]) returning account_id', [
    accounts,
  ]);
  return { descriptions: owners(descriptions), evidence: owners(evidence), parties: owners(parties) };
}

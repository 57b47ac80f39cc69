import { sql } from '@praetor/postgres/sql';
import { erasedText, owners, type Wiped } from '@praetor/subgraph/erasure';
import type { EntityManager } from '@mikro-orm/postgresql';

type Owned = { account_id: string };

/**
 * Wipes the words of disputes that these people were in (claim, answer, grounds, the reviewer's rationale: each is addressed to
 * one side and tells of the other), their evidence, and that they are parties here. What law asks for stays, as it is the other
 * side's record too: who against whom (ids that stand for somebody no longer known), of what kind, about how much, decided
 * how and when, and the digest of each document. Open disputes hold an erasure back, so that none of them is cut short.
 */
export async function eraseSubject(tx: EntityManager, accounts: readonly string[]): Promise<Wiped> {
  const disputes = await sql<Owned>(
    tx,
    `update disputes.dispute set description = $2, remedy = case when remedy is null then null else $2 end,
       grounds = case when grounds is null then null else $2 end, rationale = case when rationale is null then null else $2 end
     from unnest($1::uuid[]) as gone (account_id)
     where gone.account_id in (claimant_id, respondent_id) 
       and (description <> $2 or remedy <> $2 or grounds <> $2 or rationale <> $2)
     returning gone.account_id`,
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
  return { disputes: owners(disputes), evidence: owners(evidence), parties: owners(parties) };
}

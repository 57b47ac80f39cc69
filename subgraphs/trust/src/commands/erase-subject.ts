import { sql } from '@praetor/postgres/sql';
import { owners, type Wiped } from '@praetor/subgraph/erasure';
import type { EntityManager } from '@mikro-orm/postgresql';

type Owned = { account_id: string };

const tables = [
  'trust_profile',
  'trust_decision',
  'trust_override',
  'account_ref',
  'heard_statement',
  'backtest_account',
  'backtest_flip',
  'shadow_decision',
  'shadow_profile',
] as const;

/** Forgets how these people behaved, what was decided of them and what the marketplace calls them. */
export async function eraseSubject(tx: EntityManager, accounts: readonly string[]): Promise<Wiped> {
  // Asked for by the marketplace's own name, before anybody knew whose it is.
  const unnamed = await sql<Owned>(
    tx,
    `delete from trust.trust_decision as decision using trust.account_ref as mine
     where mine.account_id = any($1::uuid[]) and decision.account_id is null and decision.external_ref = mine.ref
       and not exists (select from trust.account_ref as other where other.ref = mine.ref and other.account_id <> all($1::uuid[]))
     returning mine.account_id`,
    [accounts],
  );
  const wiped: Record<string, string[]> = { unnamed_decision: owners(unnamed) };
  for (const table of tables) {
    const rows = await sql<Owned>(tx, `delete from trust.${table} where account_id = any($1::uuid[]) returning account_id`, [
      accounts,
    ]);
    wiped[table] = owners(rows);
  }
  return wiped;
}

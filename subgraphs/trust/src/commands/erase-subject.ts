import { sql } from '@praetor/postgres/sql';
import { owners, type Wiped } from '@praetor/subgraph/erasure';
import type { EntityManager } from '@mikro-orm/postgresql';

const tables = ['trust_profile', 'trust_decision', 'trust_override', 'account_ref'] as const;

/** Forgets how these people behaved, what was decided of them and what the marketplace calls them. */
export async function eraseSubject(tx: EntityManager, accounts: readonly string[]): Promise<Wiped> {
  const wiped: Record<string, string[]> = {};
  for (const table of tables) {
    const rows = await sql<{ account_id: string }>(
      tx,
      `delete from trust.${table} where account_id = any($1::uuid[]) returning account_id`,
      [accounts],
    );
    wiped[table] = owners(rows);
  }
  return wiped;
}

import { sql } from '@praetor/postgres/sql';
import { idOf } from '@praetor/kernel/id';
import { owners, type Wiped } from '@praetor/subgraph/erasure';
import type { EntityManager } from '@mikro-orm/postgresql';

/**
 * Destroys the personal parts of every entry that names these people, and the salts that their digests were made with: what
 * is left in the leaf tells nothing, and every proof stays valid. Where somebody else acted on the account and nothing but
 * that other's address is personal, the part stays: it is theirs.
 */
export async function eraseSubject(tx: EntityManager, accounts: readonly string[]): Promise<Wiped> {
  const entries = await sql<{ account_id: string }>(
    tx,
    `update audit.entry set personal = null, salt = null from unnest($1::uuid[], $2::text[]) as gone (account_id, name)
     where accounts @> array[gone.name] and personal is not null
       and (actor_id = gone.name or personal - 'cause' <> '{}'::jsonb)
     returning gone.account_id`,
    [accounts, accounts.map((uuid) => idOf('account', uuid))],
  );
  return { entries: owners(entries) };
}

import { sql } from '@praetor/postgres/sql';
import { idOf } from '@praetor/kernel/id';
import { erasedText, owners, type Wiped } from '@praetor/subgraph/erasure';
import type { EntityManager } from '@mikro-orm/postgresql';

type Owned = { account_id: string };

/** Wipes what was written of these people in flags, what they wrote in theirs, and that they are known here. */
export async function eraseSubject(tx: EntityManager, accounts: readonly string[]): Promise<Wiped> {
  const notes = await sql<Owned>(
    tx,
    `update admin.note set text = $2 from admin.flag
     where flag.id = note.flag_id and flag.account_id = any($1::uuid[]) and note.text <> $2 returning flag.account_id`,
    [accounts, erasedText],
  );
  const flags = await sql<Owned>(
    tx,
    `update admin.flag set reason = $2, resolved_reason = case when resolved_reason is null then null else $2 end
     where account_id = any($1::uuid[]) and reason <> $2 returning account_id`,
    [accounts, erasedText],
  );
  const raised = await sql<Owned>(
    tx,
    `update admin.flag set reason = $3 from unnest($1::uuid[], $2::text[]) as gone (account_id, name)
     where raised_by_id = gone.name and reason <> $3 returning gone.account_id`,
    [accounts, accounts.map((uuid) => idOf('account', uuid)), erasedText],
  );
  const known = await sql<Owned>(tx, 'delete from admin.known_account where account_id = any($1::uuid[]) returning account_id', [
    accounts,
  ]);
  return { notes: owners(notes), flags: owners(flags), flagsRaised: owners(raised), knownAccounts: owners(known) };
}

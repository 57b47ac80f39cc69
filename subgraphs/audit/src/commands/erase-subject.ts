import { accountsSearched } from '@praetor/contracts/searches';
import { memberInvited } from '@praetor/contracts/organizations';
import { sql } from '@praetor/postgres/sql';
import { idOf } from '@praetor/kernel/id';
import { owners, type Wiped } from '@praetor/subgraph/erasure';
import type { EntityManager } from '@mikro-orm/postgresql';

type Owned = { account_id: string };

/** Events of others that name somebody by an address, and in which field. */
const byAddress = { [memberInvited.type]: 'email', [accountsSearched.type]: 'term' };
/** Personal fields of an account's own events that hold an address of theirs: of mail, phone, wallet, network or device. */
const addresses = ['email', 'phone', 'address', 'ip', 'deviceId', 'fingerprint'];

/**
 * Destroys the personal parts of every entry that names these people, and the salts that their digests were made with: what
 * is left in the leaf tells nothing, and every proof stays valid. Where somebody else acted on the account and nothing but
 * where that other was is personal, the part stays: it is theirs. An invitation or a search names an address instead of an
 * account: it goes when the address is found among those of the account, or is most of one.
 */
export async function eraseSubject(tx: EntityManager, accounts: readonly string[]): Promise<Wiped> {
  const gone = [accounts, accounts.map((uuid) => idOf('account', uuid))];
  const addressed = await sql<Owned>(
    tx,
    `with address as (
       select distinct gone.account_id, field.value
       from unnest($1::uuid[], $2::text[]) as gone (account_id, name)
       join audit.entry on accounts @> array[gone.name] and personal is not null
       cross join lateral (
         select key, value from jsonb_each_text(coalesce(personal->'data', '{}'))
         union all select 'ip', personal->'cause'->>'ip' where actor_id = gone.name) as field
       where field.key = any($3) and field.value is not null)
     update audit.entry set personal = null, salt = null
     from address, unnest($4::text[], $5::text[]) as naming (type, field)
     where entry.type = naming.type and personal is not null and starts_with(address.value, personal->'data'->>naming.field)
       and length(personal->'data'->>naming.field) * 2 > length(address.value)
     returning address.account_id`,
    [...gone, addresses, Object.keys(byAddress), Object.values(byAddress)],
  );
  const entries = await sql<Owned>(
    tx,
    `update audit.entry set personal = null, salt = null from unnest($1::uuid[], $2::text[]) as gone (account_id, name)
     where accounts @> array[gone.name] and personal is not null
       and (actor_id = gone.name or personal - 'cause' <> '{}'::jsonb or personal->'cause' ? 'reason')
     returning gone.account_id`,
    gone,
  );
  return { entries: owners(entries), addressed: owners(addressed) };
}

import { accountCreated } from '@praetor/contracts/accounts';
import type { Envelope } from '@praetor/contracts/envelope';
import { envelopeOf } from '@praetor/events/announce';
import { sql } from '@praetor/postgres/sql';
import type { Actor } from '@praetor/identity/actor';
import { idOf, newId, uuidOf, type Id } from '@praetor/kernel/id';
import type { EntityManager } from '@mikro-orm/postgresql';

/** Someone a marketplace speaks of. */
export interface Party {
  readonly source: string;
  /** The source's own id of the person. */
  readonly ref: string;
}

export type Resolve = (party: Party) => Id<'account'>;

const nameOf = ({ source, ref }: Party): string => `${source}\n${ref}`;

/**
 * The accounts of all these people, in at most five statements. Someone unknown gets a new, unclaimed account, and the
 * events that announce these come back. Another batch may meet the same person first: then its account is taken.
 */
export async function resolveParties(
  tx: EntityManager,
  actor: Actor,
  named: readonly Party[],
  now: Date,
): Promise<{ resolve: Resolve; created: Envelope[] }> {
  const parties = new Map(named.map((party) => [nameOf(party), party]));
  const known = await find(tx, [...parties.values()]);
  const missing = [...parties.values()].filter((party) => !known.has(nameOf(party)));
  const made = await identify(tx, actor, missing, now);
  for (const [name, accountId] of made) known.set(name, accountId);
  const lost = missing.filter((party) => !known.has(nameOf(party)));
  for (const [name, accountId] of await find(tx, lost)) known.set(name, accountId);
  await addAccounts(tx, actor, [...made.values()], now);
  const resolve: Resolve = (party) => known.get(nameOf(party))!;
  return { resolve, created: [...made].map(([name, accountId]) => creation(actor, accountId, parties.get(name)!, now)) };
}

interface IdentityFound extends Party {
  readonly account_id: string;
}

const byName = (rows: readonly IdentityFound[]): Map<string, Id<'account'>> =>
  new Map(rows.map((row) => [nameOf(row), idOf('account', row.account_id)]));

async function find(tx: EntityManager, parties: readonly Party[]): Promise<Map<string, Id<'account'>>> {
  if (!parties.length) return new Map();
  const rows = await sql<IdentityFound>(
    tx,
    `select source, ref, account_id from unnest($1::text[], $2::text[]) as named (source, ref)
     join accounts.external_identity using (source, ref)`,
    columns(parties),
  );
  return byName(rows);
}

/** Those that this transaction was first to name. Sorted, so that two batches wait for each other in one order. */
async function identify(
  tx: EntityManager,
  actor: Actor,
  parties: readonly Party[],
  now: Date,
): Promise<Map<string, Id<'account'>>> {
  if (!parties.length) return new Map();
  const rows = await sql<IdentityFound>(
    tx,
    `insert into accounts.external_identity (tenant_id, source, ref, account_id, created_at)
     select $4, source, ref, account_id, $5 from unnest($1::text[], $2::text[], $3::uuid[]) as new (source, ref, account_id)
     order by source collate "C", ref collate "C" on conflict do nothing returning source, ref, account_id`,
    [...columns(parties), parties.map(() => uuidOf(newId('account'))), uuidOf(actor.tenantId), now],
  );
  return byName(rows);
}

const columns = (parties: readonly Party[]): [string[], string[]] => [
  parties.map(({ source }) => source),
  parties.map(({ ref }) => ref),
];

async function addAccounts(tx: EntityManager, actor: Actor, ids: readonly Id<'account'>[], now: Date): Promise<void> {
  if (!ids.length) return;
  await sql(
    tx,
    `insert into accounts.account (id, tenant_id, status, roles, claimed, created_at, updated_at)
     select id, $2, 'active', '{}', false, $3, $3 from unnest($1::uuid[]) as id`,
    [ids.map(uuidOf), uuidOf(actor.tenantId), now],
  );
}

function creation(actor: Actor, accountId: Id<'account'>, { ref }: Party, now: Date): Envelope {
  return envelopeOf({ actor, now }, accountCreated, {
    subject: { type: 'account', id: accountId },
    data: { accountId, email: null, externalRef: ref, roles: [], claimed: false },
    change: { before: null, after: { status: 'active', roles: [], claimed: false, version: 1 } },
  });
}

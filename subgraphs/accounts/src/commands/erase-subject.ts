import { accountsUnlinked } from '@praetor/contracts/account-links';
import { memberLeft, organizationClosed } from '@praetor/contracts/organizations';
import { systemActor } from '@praetor/identity/actor';
import { announceAll, envelopeOf } from '@praetor/events/announce';
import { sql } from '@praetor/postgres/sql';
import { idOf, type Id } from '@praetor/kernel/id';
import { erasedText, owners, type Wiped } from '@praetor/subgraph/erasure';
import type { EntityManager } from '@mikro-orm/postgresql';
import { openOrganizations } from '../db/organization-wall.ts';
import { pairOf, type TraceKind } from '../domain/trace.ts';

type Owned = { account_id: string };
type Left = Owned & { organization_id: string };

/**
 * Every table with a column `account_id` loses its rows of the account, new ones too, but for these: `account_link` goes from
 * both sides, `closing` and `hold` are the report of the erasure, without words. `account` itself stays, without anything that tells who it was.
 */
export const kept = ['account_link', 'closing', 'hold'] as const;

/** Wipes everything that tells who these people were. Ids stay: they stand for somebody no longer known. */
export async function eraseSubject(
  tx: EntityManager,
  accounts: readonly string[],
  tenantId: Id<'tenant'>,
  now: Date,
): Promise<Wiped> {
  const wiped: Record<string, string[]> = {};
  // Praetor's own work, in every vendor's rooms.
  await openOrganizations(tx, '*');
  const left = await leaveAll(tx, accounts, tenantId, now);
  await sql(
    tx,
    `delete from accounts.refresh_token using accounts.session
     where session.id = refresh_token.session_id and session.account_id = any($1::uuid[])`,
    [accounts],
  );
  for (const table of await tablesOfAccounts(tx)) {
    const rows = await sql<Owned>(
      tx,
      `delete from accounts.${JSON.stringify(table)} where account_id = any($1::uuid[]) returning account_id`,
      [accounts],
    );
    wiped[table] = owners(rows);
  }
  wiped['organization'] = await endEmpty(tx, left, tenantId, now);
  await sql(tx, "update accounts.hold set reason = $2 where account_id = any($1::uuid[]) and source = 'staff'", [
    accounts,
    erasedText,
  ]);
  wiped['account_link'] = await unlink(tx, accounts, tenantId, now);
  const identities = await sql<Owned>(
    tx,
    `update accounts.account set email = null, email_verified_at = null, phone = null, phone_verified_at = null, display_name = null, password_hash = null, why = null, roles = '{}',
       claimed = false, version = version + 1
     where id = any($1::uuid[]) and status = 'closed' returning id as account_id`,
    [accounts],
  );
  return { ...wiped, account: owners(identities) };
}

/** Invitations to their addresses, and what was asked for with them, go too; vendors hear who is no longer there. */
async function leaveAll(tx: EntityManager, accounts: readonly string[], tenantId: Id<'tenant'>, now: Date): Promise<Left[]> {
  await sql(
    tx,
    'delete from accounts.invitation using accounts.account where invitation.email = account.email and account.id = any($1::uuid[])',
    [accounts],
  );
  await sql(
    tx,
    'delete from accounts.proof using accounts.account where proof.address in (account.email, account.phone) and account.id = any($1::uuid[])',
    [accounts],
  );
  const left = await sql<Left>(
    tx,
    'select account_id, organization_id from accounts.membership where account_id = any($1::uuid[])',
    [accounts],
  );
  const cause = { actor: systemActor('accounts.erasure', tenantId), now };
  const events = left.map(({ account_id, organization_id }) => {
    const organizationId = idOf('organization', organization_id);
    const data = { organizationId, accountId: idOf('account', account_id), why: 'erased' as const };
    return envelopeOf(cause, memberLeft, { subject: { type: 'organization', id: organizationId }, data });
  });
  await announceAll(tx, 'accounts', events);
  return left;
}

/** A vendor that nobody is left in ends, and its name, which may be its owner's, with it. */
async function endEmpty(tx: EntityManager, left: readonly Left[], tenantId: Id<'tenant'>, now: Date): Promise<string[]> {
  const empty = await sql<{ id: string; closed: boolean }>(
    tx,
    `with empty as (
       select id, status = 'active' as closed from accounts.organization where id = any($1::uuid[])
         and not exists (select from accounts.membership where organization_id = organization.id) for update)
     update accounts.organization set name = $2, status = 'closed', updated_at = $3, version = version + 1
     from empty where organization.id = empty.id returning organization.id, empty.closed`,
    [left.map(({ organization_id }) => organization_id), erasedText, now],
  );
  const ids = empty.map(({ id }) => id);
  for (const table of ['invitation', 'team'])
    await sql(tx, `delete from accounts.${table} where organization_id = any($1::uuid[])`, [ids]);
  const cause = { actor: systemActor('accounts.erasure', tenantId), now };
  const events = empty.flatMap(({ id, closed }) => {
    const organizationId = idOf('organization', id);
    const subject = { type: 'organization', id: organizationId };
    return closed ? [envelopeOf(cause, organizationClosed, { subject, data: { organizationId } })] : [];
  });
  await announceAll(tx, 'accounts', events);
  return left.filter(({ organization_id }) => ids.includes(organization_id)).map(({ account_id }) => account_id);
}

async function tablesOfAccounts(tx: EntityManager): Promise<string[]> {
  const rows = await sql<{ name: string }>(
    tx,
    `select table_name::text as name from information_schema.columns
     where table_schema = 'accounts' and column_name = 'account_id' and table_name <> all($1::text[]) order by 1`,
    [kept],
  );
  return rows.map(({ name }) => name);
}

/** Links from both sides; each pair is announced once. */
async function unlink(tx: EntityManager, accounts: readonly string[], tenantId: Id<'tenant'>, now: Date): Promise<string[]> {
  const gone = await sql<Owned & { other_account_id: string; kind: TraceKind; evidence: string }>(
    tx,
    `delete from accounts.account_link where account_id = any($1::uuid[]) or other_account_id = any($1::uuid[])
     returning account_id, other_account_id, kind, evidence`,
    [accounts],
  );
  const actor = systemActor('accounts.erasure', tenantId);
  const events = gone.flatMap(({ account_id, other_account_id, kind, evidence }) => {
    const [accountId, otherAccountId] = pairOf(idOf('account', account_id), idOf('account', other_account_id));
    if (accountId !== idOf('account', account_id)) return [];
    const data = { accountId, otherAccountId, kind, evidence, why: 'erased' as const };
    return [envelopeOf({ actor, now }, accountsUnlinked, { subject: { type: 'account', id: accountId }, data })];
  });
  await announceAll(tx, 'accounts', events);
  return owners(gone).filter((uuid) => accounts.includes(uuid));
}

import { ownTenant } from '@praetor/postgres/tenancy';
import { forTenant } from '@praetor/postgres/tenancy';
import { sql } from '@praetor/postgres/sql';
import { uuidOf, type Id } from '@praetor/kernel/id';
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';

/** Which organizations a transaction may touch: these, or, for Praetor's own work and staff, all of the tenant. */
export type OrganizationScope = readonly Id<'organization'>[] | '*';

const scope = "string_to_array(current_setting('praetor.organizations', true), ',')";
const within = (column: string): string => `(${column}::text = any (${scope}) or '*' = any (${scope}))`;

/**
 * The wall between vendors inside a tenant, twice like that around the tenant: an ORM filter that throws where nobody said
 * which organizations are meant, and row-level security by a transaction-local setting, which covers raw SQL and inserts.
 * `also` lets further rows be seen (not written).
 */
export function organizationWalls(column: 'id' | 'organization_id', also: readonly { name: string; using: string }[] = []) {
  const using = `${ownTenant} and ${within(column)}`;
  const property = column === 'id' ? 'id' : 'organizationId';
  return {
    filters: {
      tenant: { name: 'tenant', cond: (args: { tenantId: string }) => ({ tenantId: args.tenantId }), default: true },
      organization: {
        name: 'organization',
        cond: (args: { scope: OrganizationScope }) => (args.scope === '*' ? {} : { [property]: { $in: [...args.scope] } }),
        default: true,
      },
    },
    rowLevelSecurity: 'force' as const,
    policies: [
      { name: 'tenant', using, check: using },
      ...also.map((policy) => ({ name: policy.name, command: 'select' as const, using: `${ownTenant} and ${policy.using}` })),
    ],
  };
}

const text = (of: OrganizationScope): string => (of === '*' ? '*' : of.map(uuidOf).join(','));

/** From here on the transaction may touch these organizations and no other. */
export async function openOrganizations(tx: EntityManager, of: OrganizationScope): Promise<void> {
  tx.setFilterParams('organization', { scope: of });
  await sql(tx, "select set_config('praetor.organizations', $1, true)", [text(of)]);
}

/** Lets the transaction find, not change, the account's own memberships, whichever organizations they are in. */
export async function showMembershipsOf(tx: EntityManager, accountId: Id<'account'>): Promise<void> {
  await sql(tx, "select set_config('praetor.account_id', $1, true)", [uuidOf(accountId)]);
}

/** Lets the transaction find, not change, the invitation that this token belongs to (its SHA-256, hex). */
export async function showInvitation(tx: EntityManager, digest: string): Promise<void> {
  await sql(tx, "select set_config('praetor.invitation', $1, true)", [digest]);
}

/** Reads of these organizations and no other. */
export function readingOrganizations(orm: MikroORM, tenantId: Id<'tenant'>, of: OrganizationScope): EntityManager {
  const em = forTenant(orm, tenantId);
  em.setFilterParams('organization', { scope: of });
  em.setSessionContext({ variables: { 'praetor.tenant_id': uuidOf(tenantId), 'praetor.organizations': text(of) } });
  return em;
}

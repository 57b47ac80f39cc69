import { uuidOf, type Id } from '@praetor/kernel/id';
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';

/** SQL: the row is the tenant's own. For tables that have a further wall inside the tenant. */
export const ownTenant = "tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid";
const worker = "current_setting('praetor.worker', true) = 'on'";

/**
 * Both walls of one table, spread into its `defineEntity`: the ORM filter that no query can forget, and the row-level
 * security policy that also covers inserts and raw SQL. Without a tenant the filter throws and the policy shows nothing.
 * `scanned: true` lets a sweep read (never write) across tenants to find what is due.
 */
export function tenantWalls(options: { scanned?: boolean } = {}) {
  return {
    filters: {
      tenant: { name: 'tenant', cond: (args: { tenantId: string }) => ({ tenantId: args.tenantId }), default: true },
    },
    rowLevelSecurity: 'force' as const,
    policies: [
      { name: 'tenant', using: ownTenant, check: ownTenant },
      ...(options.scanned ? [{ name: 'sweep', command: 'select' as const, using: worker }] : []),
    ],
  };
}

/** Row-level security for a table made by plain SQL: the tenant's own rows, and everything for workers. */
export function tenantPolicies(table: string): string {
  return `
    alter table ${table} enable row level security;
    alter table ${table} force row level security;
    create policy tenant on ${table} using (${ownTenant}) with check (${ownTenant});
    create policy worker on ${table} using (${worker}) with check (${worker});`;
}

/** An entity manager that can see and write one tenant only: filter set, row-level security variable staged. */
export function forTenant(orm: MikroORM, tenantId: Id<'tenant'>): EntityManager {
  const em = orm.em.fork();
  em.setFilterParams('tenant', { tenantId });
  em.setSessionContext({ variables: { 'praetor.tenant_id': uuidOf(tenantId) } });
  return em;
}

/** One transaction in one tenant. */
export function inTenant<T>(orm: MikroORM, tenantId: Id<'tenant'>, work: (tx: EntityManager) => Promise<T>): Promise<T> {
  return forTenant(orm, tenantId).transactional(work);
}

/**
 * One transaction across tenants, for Praetor's own machinery only: relay, inbox, finding what is due. Only tables that
 * have a worker policy show anything; use raw SQL, the tenant filter stays on for entities.
 */
export function asWorker<T>(orm: MikroORM, work: (tx: EntityManager) => Promise<T>): Promise<T> {
  const em = orm.em.fork();
  em.setSessionContext({ variables: { 'praetor.worker': 'on' } });
  return em.transactional(work);
}

import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';

const TenantSchema = defineEntity({
  name: 'Tenant',
  tableName: 'tenant',
  properties: {
    id: p.type(idType('tenant')).primary(),
    /** The same as `id`: a tenant is its own first row. */
    tenantId: p.type(idType('tenant')),
    /** Names the tenant to those who are not signed in yet. Never changes. */
    slug: p.string().length(63),
    name: p.string().length(200),
    createdAt: p.datetime(),
  },
  uniques: [{ name: 'tenant_slug', properties: ['slug'] }],
  ...tenantWalls({ scanned: true }),
});

/** One marketplace. */
export class TenantRow extends TenantSchema.class {}
TenantSchema.setClass(TenantRow);
export { TenantSchema };

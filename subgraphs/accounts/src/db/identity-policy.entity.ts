import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';

const IdentityPolicySchema = defineEntity({
  name: 'IdentityPolicy',
  tableName: 'identity_policy',
  properties: {
    /** The tenant: it has one. */
    id: p.type(idType('tenant')).primary(),
    tenantId: p.type(idType('tenant')),
    idleMinutes: p.integer(),
    sessionHours: p.integer(),
    staffIdleMinutes: p.integer(),
    staffSessionHours: p.integer(),
    passwordLeast: p.integer(),
    passwordLeastWithFactor: p.integer(),
    passwordWords: p.array<string>(),
    magicLinks: p.boolean(),
    pendingDays: p.integer(),
    updatedAt: p.datetime(),
    version: p.integer().version(),
  },
  ...tenantWalls({ scanned: true }),
});

/** What a marketplace decided of passwords and sessions; without a row, what is usual holds. */
export class IdentityPolicyRow extends IdentityPolicySchema.class {}
IdentityPolicySchema.setClass(IdentityPolicyRow);
export { IdentityPolicySchema };

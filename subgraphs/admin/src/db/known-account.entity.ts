import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';

const KnownAccountSchema = defineEntity({
  name: 'KnownAccount',
  tableName: 'known_account',
  properties: {
    accountId: p.type(idType('account')).primary(),
    tenantId: p.type(idType('tenant')),
    roles: p.array(),
    /** False while the account is suspended. */
    active: p.boolean(),
  },
  ...tenantWalls(),
});

/** What admin remembers of accounts, from their events: who exists in this tenant and in which roles. */
export class KnownAccountRow extends KnownAccountSchema.class {}
KnownAccountSchema.setClass(KnownAccountRow);
export { KnownAccountSchema };

import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';

const PartySchema = defineEntity({
  name: 'Party',
  tableName: 'party',
  properties: {
    accountId: p.type(idType('account')).primary(),
    tenantId: p.type(idType('tenant')),
    /** False once the account is suspended: it may be disputed, but opens nothing itself. */
    mayOpen: p.boolean(),
  },
  ...tenantWalls(),
});

/** What disputes remembers of accounts, from their events: who exists in this tenant and may open a dispute. */
export class PartyRow extends PartySchema.class {}
PartySchema.setClass(PartyRow);
export { PartySchema };

import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';

const AccountRefSchema = defineEntity({
  name: 'AccountRef',
  tableName: 'account_ref',
  properties: {
    tenantId: p.type(idType('tenant')).primary(),
    ref: p.text().primary(),
    accountId: p.type(idType('account')).primary(),
  },
  indexes: [{ name: 'account_ref_of_account', properties: ['tenantId', 'accountId'] }],
  ...tenantWalls(),
});

/** By which names of the marketplace an account is known: it asks by them. */
export class AccountRefRow extends AccountRefSchema.class {}
AccountRefSchema.setClass(AccountRefRow);
export { AccountRefSchema };

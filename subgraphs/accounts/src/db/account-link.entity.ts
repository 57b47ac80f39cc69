import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';
import { traceKinds } from '../domain/trace.ts';

const AccountLinkSchema = defineEntity({
  name: 'AccountLink',
  tableName: 'account_link',
  properties: {
    tenantId: p.type(idType('tenant')).primary(),
    accountId: p.type(idType('account')).primary(),
    /** Keyed digest of kind and value: see `evidence-key.ts`. */
    evidence: p.character().length(64).primary(),
    otherAccountId: p.type(idType('account')).primary(),
    kind: p.enum(traceKinds),
    value: p.string().length(700),
    since: p.datetime(),
  },
  indexes: [
    { name: 'account_link_newest', properties: ['tenantId', 'accountId', 'since', 'otherAccountId', 'evidence'] },
    { name: 'account_link_of_evidence', properties: ['tenantId', 'evidence'] },
    { name: 'account_link_of_other', properties: ['tenantId', 'otherAccountId'] },
  ],
  ...tenantWalls(),
});

/** Two accounts share one thing. Each pair has two rows, one from each side. A read model of the log. */
export class AccountLinkRow extends AccountLinkSchema.class {}
AccountLinkSchema.setClass(AccountLinkRow);
export { AccountLinkSchema };

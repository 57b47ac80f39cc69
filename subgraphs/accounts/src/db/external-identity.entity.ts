import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';

const ExternalIdentitySchema = defineEntity({
  name: 'ExternalIdentity',
  tableName: 'external_identity',
  properties: {
    tenantId: p.type(idType('tenant')).primary(),
    /** CloudEvents `source` of the system that speaks of the person. */
    source: p.string().length(400).primary(),
    /** Its own id of the person. */
    ref: p.string().length(200).primary(),
    accountId: p.type(idType('account')),
    createdAt: p.datetime(),
  },
  indexes: [{ name: 'external_identity_of_account', properties: ['tenantId', 'accountId'] }],
  ...tenantWalls(),
});

/** Whom a marketplace's reference means. */
export class ExternalIdentityRow extends ExternalIdentitySchema.class {}
ExternalIdentitySchema.setClass(ExternalIdentityRow);
export { ExternalIdentitySchema };

import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';

const LinkedIdentitySchema = defineEntity({
  name: 'LinkedIdentity',
  tableName: 'linked_identity',
  properties: {
    id: p.type(idType('linkedIdentity')).primary(),
    tenantId: p.type(idType('tenant')),
    accountId: p.type(idType('account')),
    providerId: p.type(idType('identityProvider')),
    /** Issuer and subject are the identity (OpenID Connect Core section 5.7); nothing else is. */
    issuer: p.string().length(500),
    subject: p.string().length(255).collation('C'),
    /** What the provider called the person's address when it was linked: shown to them, relied upon for nothing. */
    email: p.string().length(254).nullable(),
    linkedAt: p.datetime(),
    lastUsedAt: p.datetime().nullable(),
  },
  indexes: [{ name: 'linked_identity_of_account', properties: ['tenantId', 'accountId', 'id'] }],
  uniques: [{ name: 'linked_identity_once', properties: ['tenantId', 'issuer', 'subject'] }],
  ...tenantWalls(),
});

/** Someone at an OpenID provider who is known to be the account's holder. No token of the provider is kept. */
export class LinkedIdentityRow extends LinkedIdentitySchema.class {}
LinkedIdentitySchema.setClass(LinkedIdentityRow);
export { LinkedIdentitySchema };

import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';

const IdentityProviderSchema = defineEntity({
  name: 'IdentityProvider',
  tableName: 'identity_provider',
  properties: {
    id: p.type(idType('identityProvider')).primary(),
    tenantId: p.type(idType('tenant')),
    /** To the letter as the provider writes it. Never changes: what is linked with it would mean other people. */
    issuer: p.string().length(500),
    clientId: p.string().length(400),
    /** The client's secret, sealed; null for a public client. Read by nothing but the call to the provider. */
    sealedSecret: p.text().nullable(),
    scopes: p.array<string>().columnType('text[]'),
    displayName: p.string().length(100),
    /** Where the provider may send people back to, exactly. */
    redirectUris: p.array<string>().columnType('text[]'),
    enabled: p.boolean(),
    opensAccounts: p.boolean(),
    emailDomains: p.array<string>().columnType('text[]'),
    secondFactorAcr: p.array<string>().columnType('text[]'),
    secondFactorAmr: p.array<string>().columnType('text[]'),
    maxAgeSeconds: p.integer().nullable(),
    /** Who last changed what it is trusted for: another person switches it on. */
    changedById: p.type(idType('account')),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
    version: p.integer().version(),
  },
  indexes: [{ name: 'identity_provider_newest', properties: ['tenantId', 'id'] }],
  uniques: [{ name: 'identity_provider_issuer', properties: ['tenantId', 'issuer'] }],
  ...tenantWalls({ scanned: true }),
});

/** An OpenID provider that a tenant lets people sign in with. */
export class IdentityProviderRow extends IdentityProviderSchema.class {}
IdentityProviderSchema.setClass(IdentityProviderRow);
export { IdentityProviderSchema };

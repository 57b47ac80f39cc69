import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';

const SigningKeySchema = defineEntity({
  name: 'SigningKey',
  tableName: 'signing_key',
  properties: {
    /** RFC 7638 thumbprint of the public key. */
    kid: p.string().length(64).primary(),
    /** Always the platform's own (nil) tenant: one key set signs for all. */
    tenantId: p.type(idType('tenant')),
    /** Public JWK (RFC 8037). */
    publicJwk: p.json<Record<string, unknown>>(),
    /** Private key, sealed: see `seal.ts`. */
    sealed: p.text(),
    createdAt: p.datetime(),
  },
  indexes: [{ name: 'signing_key_newest', properties: ['tenantId', 'createdAt'] }],
  ...tenantWalls(),
});

/** A key that access tokens are signed with. */
export class SigningKeyRow extends SigningKeySchema.class {}
SigningKeySchema.setClass(SigningKeyRow);
export { SigningKeySchema };

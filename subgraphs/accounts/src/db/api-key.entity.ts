import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';

const ApiKeySchema = defineEntity({
  name: 'ApiKey',
  tableName: 'api_key',
  properties: {
    id: p.type(idType('apiKey')).primary(),
    tenantId: p.type(idType('tenant')),
    name: p.string().length(100),
    /** The first characters of the secret, to recognise it by. */
    prefix: p.string().length(12),
    /** SHA-256 of the secret, hex: 256 random bits need no slow hash. */
    digest: p.character().length(64),
    /** Of the secret before the last rotation, which counts until `previousUntil`. */
    previousDigest: p.character().length(64).nullable(),
    previousUntil: p.datetime().nullable(),
    /** It runs registered operations and nothing else. */
    operationsOnly: p.boolean(),
    roles: p.array<string>(),
    /** The account that made it or rotated it last: while that is not an active administrator's, it opens nothing. */
    vouchedById: p.type(idType('account')).nullable(),
    createdAt: p.datetime(),
    revokedAt: p.datetime().nullable(),
    version: p.integer().version(),
  },
  indexes: [{ name: 'api_key_newest', properties: ['tenantId', 'id'] }],
  uniques: [
    { name: 'api_key_digest', properties: ['digest'] },
    { name: 'api_key_previous_digest', properties: ['previousDigest'] },
  ],
  ...tenantWalls({ scanned: true }),
});

/** What a partner's back end proves itself with. */
export class ApiKeyRow extends ApiKeySchema.class {}
ApiKeySchema.setClass(ApiKeyRow);
export { ApiKeySchema };

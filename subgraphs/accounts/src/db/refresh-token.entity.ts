import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';

const RefreshTokenSchema = defineEntity({
  name: 'RefreshToken',
  tableName: 'refresh_token',
  properties: {
    tenantId: p.type(idType('tenant')).primary(),
    /** SHA-256, hex: the token itself is kept nowhere. */
    digest: p.character().length(64).primary(),
    sessionId: p.type(idType('session')),
    issuedAt: p.datetime(),
    /** When it was exchanged. Whoever shows it after that has a copy: the session ends. */
    usedAt: p.datetime().nullable(),
  },
  indexes: [{ name: 'refresh_token_of_session', properties: ['tenantId', 'sessionId'] }],
  ...tenantWalls(),
});

/** Every refresh token of a session, the used ones too, until the session is forgotten. */
export class RefreshTokenRow extends RefreshTokenSchema.class {}
RefreshTokenSchema.setClass(RefreshTokenRow);
export { RefreshTokenSchema };

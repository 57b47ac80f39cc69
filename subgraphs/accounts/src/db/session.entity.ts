import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';
import type { AuthenticationMethod } from '../domain/assurance.ts';
import { sessionEnds } from '../domain/session.ts';

const SessionSchema = defineEntity({
  name: 'Session',
  tableName: 'session',
  properties: {
    id: p.type(idType('session')).primary(),
    tenantId: p.type(idType('tenant')),
    accountId: p.type(idType('account')),
    deviceId: p.type(idType('device')),
    /** Staff that acts as the account in this session. */
    impersonatorId: p.type(idType('account')).nullable(),
    /** NIST SP 800-63 authenticator assurance level of the login. */
    assurance: p.smallint(),
    /** How the account authenticated (RFC 8176 `amr`). */
    methods: p.array<AuthenticationMethod>(),
    /** When it last did, in full (OpenID Connect `auth_time`). A refresh is no authentication. */
    authenticatedAt: p.datetime(),
    /** The OpenID provider that signed it in, and its own session there: back-channel logout ends it. */
    providerId: p.type(idType('identityProvider')).nullable(),
    providerSid: p.string().length(255).nullable(),
    ip: p.string().length(45).nullable(),
    /** How often its refresh token was exchanged. */
    rotation: p.integer(),
    createdAt: p.datetime(),
    refreshedAt: p.datetime(),
    expiresAt: p.datetime(),
    revokedAt: p.datetime().nullable(),
    revokedWhy: p.enum(sessionEnds).nullable(),
  },
  indexes: [
    { name: 'session_of_account', properties: ['tenantId', 'accountId', 'id'] },
    {
      name: 'session_of_provider',
      expression:
        'create index session_of_provider on accounts.session (tenant_id, provider_id, provider_sid) where provider_id is not null',
    },
    { name: 'session_expiry', expression: 'create index session_expiry on accounts.session (expires_at)' },
  ],
  ...tenantWalls({ scanned: true }),
});

/** One login, and the family of refresh tokens that came of it. */
export class SessionRow extends SessionSchema.class {}
SessionSchema.setClass(SessionRow);
export { SessionSchema };

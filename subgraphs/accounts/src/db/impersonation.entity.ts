import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';
import { impersonationEnds } from '../domain/impersonation.ts';

const ImpersonationSchema = defineEntity({
  name: 'Impersonation',
  tableName: 'impersonation',
  properties: {
    id: p.type(idType('impersonation')).primary(),
    tenantId: p.type(idType('tenant')),
    /** Whom staff acts as. */
    accountId: p.type(idType('account')),
    impersonatorId: p.type(idType('account')),
    /** The session staff began it from: when that ends, so does this. */
    impersonatorSessionId: p.type(idType('session')),
    /** The session it is done in. */
    sessionId: p.type(idType('session')),
    reason: p.string().length(1000),
    startedAt: p.datetime(),
    expiresAt: p.datetime(),
    endedAt: p.datetime().nullable(),
    endedWhy: p.enum(impersonationEnds).nullable(),
    version: p.integer().version(),
  },
  indexes: [
    { name: 'impersonation_newest', properties: ['tenantId', 'id'] },
    { name: 'impersonation_of_account', properties: ['tenantId', 'accountId', 'id'] },
    {
      name: 'impersonation_running',
      expression: 'create index impersonation_running on accounts.impersonation (expires_at) where ended_at is null',
    },
  ],
  uniques: [{ name: 'impersonation_session', properties: ['sessionId'] }],
  ...tenantWalls({ scanned: true }),
});

/** Staff that acts as someone else, for a reason and a while. */
export class ImpersonationRow extends ImpersonationSchema.class {}
ImpersonationSchema.setClass(ImpersonationRow);
export { ImpersonationSchema };

import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { proposalStates } from '@praetor/kernel/four-eyes';
import { defineEntity, p } from '@mikro-orm/postgresql';

const RoleRequestSchema = defineEntity({
  name: 'RoleRequest',
  tableName: 'role_request',
  properties: {
    id: p.type(idType('roleRequest')).primary(),
    tenantId: p.type(idType('tenant')),
    accountId: p.type(idType('account')),
    role: p.string().length(40),
    state: p.enum(proposalStates),
    requestedById: p.type(idType('account')),
    reason: p.string().length(1000).nullable(),
    requestedAt: p.datetime(),
    expiresAt: p.datetime(),
    decidedById: p.type(idType('account')).nullable(),
    decidedAt: p.datetime().nullable(),
    decisionReason: p.string().length(1000).nullable(),
    version: p.integer().version(),
  },
  indexes: [
    { name: 'role_request_by_state', properties: ['tenantId', 'state', 'id'] },
    { name: 'role_request_newest', properties: ['tenantId', 'id'] },
    {
      name: 'role_request_due',
      expression: "create index role_request_due on accounts.role_request (expires_at) where state = 'pending'",
    },
  ],
  uniques: [
    {
      name: 'role_request_pending',
      expression:
        "create unique index role_request_pending on accounts.role_request (tenant_id, account_id, role) where state = 'pending'",
    },
  ],
  ...tenantWalls({ scanned: true }),
});

/** A staff role that one person asked for on behalf of an account, and another decides. */
export class RoleRequestRow extends RoleRequestSchema.class {}
RoleRequestSchema.setClass(RoleRequestRow);
export { RoleRequestSchema };

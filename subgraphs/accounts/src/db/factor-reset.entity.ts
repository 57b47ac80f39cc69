import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';
import { factorResetStates } from '../domain/factor-reset.ts';

const FactorResetSchema = defineEntity({
  name: 'FactorReset',
  tableName: 'factor_reset',
  properties: {
    id: p.type(idType('factorReset')).primary(),
    tenantId: p.type(idType('tenant')),
    accountId: p.type(idType('account')),
    state: p.enum(factorResetStates),
    requestedById: p.type(idType('account')),
    reason: p.string().length(1000),
    /** SHA-256, hex, of what its owner objects with. Null once that is over. */
    objectionDigest: p.character().length(64).nullable(),
    requestedAt: p.datetime(),
    dueAt: p.datetime(),
    closedAt: p.datetime().nullable(),
    closedById: p.type(idType('account')).nullable(),
    version: p.integer().version(),
  },
  indexes: [
    { name: 'factor_reset_newest', properties: ['tenantId', 'id'] },
    { name: 'factor_reset_by_state', properties: ['tenantId', 'state', 'id'] },
    {
      name: 'factor_reset_due',
      expression:
        "create index factor_reset_due on accounts.factor_reset (due_at) where state in ('waiting', 'awaitingApproval')",
    },
  ],
  uniques: [
    { name: 'factor_reset_objection', properties: ['objectionDigest'] },
    {
      name: 'factor_reset_open',
      expression:
        "create unique index factor_reset_open on accounts.factor_reset (tenant_id, account_id) where state in ('waiting', 'awaitingApproval')",
    },
  ],
  ...tenantWalls({ scanned: true }),
});

/** Staff asked for someone's second factors to be removed. */
export class FactorResetRow extends FactorResetSchema.class {}
FactorResetSchema.setClass(FactorResetRow);
export { FactorResetSchema };

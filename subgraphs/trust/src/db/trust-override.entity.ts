import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';
import { riskLevels, tiers } from '../domain/model.ts';
import { overrideEnds, overrideStates } from '../domain/override.ts';

const TrustOverrideSchema = defineEntity({
  name: 'TrustOverride',
  tableName: 'trust_override',
  properties: {
    id: p.type(idType('trustOverride')).primary(),
    tenantId: p.type(idType('tenant')),
    accountId: p.type(idType('account')),
    state: p.enum(overrideStates),
    tier: p.enum(tiers),
    riskLevel: p.enum(riskLevels).nullable(),
    reason: p.string().length(1000),
    until: p.datetime(),
    needsApproval: p.boolean(),
    requestedById: p.type(idType('account')),
    requestedAt: p.datetime(),
    /** When it is declined if nobody has agreed. */
    decideBy: p.datetime(),
    decidedById: p.type(idType('account')).nullable(),
    decidedAt: p.datetime().nullable(),
    decisionReason: p.string().length(1000).nullable(),
    endedAt: p.datetime().nullable(),
    endedWhy: p.enum(overrideEnds).nullable(),
    version: p.integer().version(),
  },
  indexes: [
    { name: 'trust_override_by_state', properties: ['tenantId', 'state', 'id'] },
    { name: 'trust_override_of_account', properties: ['tenantId', 'accountId', 'id'] },
    {
      name: 'trust_override_due',
      expression:
        "create index trust_override_due on trust.trust_override ((case state when 'pending' then decide_by else until end)) where state in ('pending', 'active')",
    },
  ],
  uniques: [
    {
      name: 'trust_override_living',
      expression:
        "create unique index trust_override_living on trust.trust_override (tenant_id, account_id, state) where state in ('pending', 'active')",
    },
  ],
  ...tenantWalls({ scanned: true }),
});

/** What staff decided against the model for one account, for a while: kept for good. */
export class TrustOverrideRow extends TrustOverrideSchema.class {}
TrustOverrideSchema.setClass(TrustOverrideRow);
export { TrustOverrideSchema };

import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';
import { riskLevels, tiers } from '../domain/model.ts';
import type { TrustState } from '../domain/trust-state.ts';

const TrustProfileSchema = defineEntity({
  name: 'TrustProfile',
  tableName: 'trust_profile',
  properties: {
    accountId: p.type(idType('account')).primary(),
    tenantId: p.type(idType('tenant')),
    /** All the evidence there is: of bounded size. What follows is derived from it, kept to be sorted and counted by. */
    state: p.json<TrustState>(),
    score: p.integer(),
    tier: p.enum(tiers),
    riskLevel: p.enum(riskLevels),
    manualReview: p.boolean(),
    modelVersion: p.string().length(40),
    /** The moment for which it was assessed: in the marketplace's time, see `stream-time.entity.ts`. */
    evaluatedAt: p.datetime(),
    /** When time alone may have changed it; null when it cannot any more. */
    nextEvaluationAt: p.datetime().nullable(),
    /** The score that was announced last. */
    announcedScore: p.integer(),
    updatedAt: p.datetime(),
    version: p.integer().version(),
  },
  indexes: [
    { name: 'trust_profile_by_score', properties: ['tenantId', 'score', 'accountId'] },
    { name: 'trust_profile_by_tier', properties: ['tenantId', 'tier', 'score', 'accountId'] },
    { name: 'trust_profile_by_model', properties: ['tenantId', 'modelVersion', 'accountId'] },
    {
      name: 'trust_profile_due',
      expression:
        'create index trust_profile_due on trust.trust_profile (tenant_id, next_evaluation_at) where next_evaluation_at is not null',
    },
  ],
  ...tenantWalls({ scanned: true }),
});

/** What is known of how far an account may be trusted. One row an account, of bounded size. */
export class TrustProfileRow extends TrustProfileSchema.class {}
TrustProfileSchema.setClass(TrustProfileRow);
export { TrustProfileSchema };

import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';
import { actions, decisionOutcomes, tiers } from '../domain/model.ts';

const ShadowDecisionSchema = defineEntity({
  name: 'ShadowDecision',
  tableName: 'shadow_decision',
  properties: {
    tenantId: p.type(idType('tenant')).primary(),
    shadowId: p.type(idType('trustShadow')).primary(),
    decisionId: p.type(idType('decision')).primary(),
    accountId: p.type(idType('account')).nullable(),
    action: p.enum(actions),
    live: p.enum(decisionOutcomes),
    draft: p.enum(decisionOutcomes),
    liveScore: p.integer(),
    draftScore: p.integer(),
    liveTier: p.enum(tiers),
    draftTier: p.enum(tiers),
    agreed: p.boolean(),
  },
  indexes: [
    { name: 'shadow_decision_of_account', properties: ['accountId'] },
    { name: 'shadow_decision_by_agreement', properties: ['tenantId', 'shadowId', 'agreed', 'decisionId'] },
  ],
  ...tenantWalls(),
});

/** What a shadow would have answered, beside what was answered. */
export class ShadowDecisionRow extends ShadowDecisionSchema.class {}
ShadowDecisionSchema.setClass(ShadowDecisionRow);
export { ShadowDecisionSchema };

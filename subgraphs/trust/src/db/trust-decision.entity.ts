import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';
import type { DecisionReason } from '../domain/decide.ts';
import { actions, decisionOutcomes, riskLevels, tiers } from '../domain/model.ts';

const TrustDecisionSchema = defineEntity({
  name: 'TrustDecision',
  tableName: 'trust_decision',
  properties: {
    id: p.type(idType('decision')).primary(),
    tenantId: p.type(idType('tenant')),
    /** Who asked, and by which name: one question, one answer. */
    askedBy: p.string(),
    requestId: p.string(),
    questionDigest: p.character().length(64),
    /** Null for somebody of whom nothing is known. */
    accountId: p.type(idType('account')).nullable(),
    externalRef: p.string().nullable(),
    action: p.enum(actions),
    amountMinor: p.bigint('number').nullable(),
    currency: p.character().length(3).nullable(),
    /** What else was asked with: payment method, number of listings, and what the marketplace wants remembered. */
    context: p.json<Record<string, unknown>>(),
    outcome: p.enum(decisionOutcomes),
    reasons: p.json<DecisionReason[]>(),
    /** The names of the model's conditions that held. */
    conditions: p.json<string[]>(),
    score: p.integer(),
    tier: p.enum(tiers),
    riskLevel: p.enum(riskLevels),
    modelVersion: p.string().length(40),
    /** SHA-256 of the model as canonical JSON (RFC 8785), hex. */
    modelHash: p.character().length(64),
    /** SHA-256 of the state as canonical JSON, hex: `decided_state` holds it. */
    stateDigest: p.character().length(64),
    /** As of when, in the marketplace's time. With state, model and question it gives the same decision again. */
    evaluatedAt: p.datetime(),
    decidedAt: p.datetime(),
    validUntil: p.datetime(),
  },
  uniques: [{ name: 'trust_decision_request', properties: ['tenantId', 'askedBy', 'requestId'] }],
  indexes: [
    { name: 'trust_decision_of_account', properties: ['tenantId', 'accountId', 'id'] },
    // For whoever goes through all of a time: backtests and shadows.
    { name: 'trust_decision_by_time', properties: ['tenantId', 'decidedAt', 'id'] },
  ],
  ...tenantWalls(),
});

/** One answer to the marketplace, and all it takes to derive it again. Never changed. */
export class TrustDecisionRow extends TrustDecisionSchema.class {}
TrustDecisionSchema.setClass(TrustDecisionRow);
export { TrustDecisionSchema };

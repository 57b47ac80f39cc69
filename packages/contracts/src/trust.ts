import { z } from 'zod';
import { defineEvent, MoneyData } from './contract.ts';

const tier = z.enum(['new', 'low', 'standard', 'trusted', 'preferred']);
const riskLevel = z.enum(['low', 'medium', 'high', 'critical']);

/** A profile as it was assessed: pure in the evidence, the model and the time, so anyone may derive it again. */
const assessed = {
  accountId: z.string(),
  score: z.int().min(0).max(1000),
  tier,
  riskLevel,
  modelVersion: z.string(),
  evaluatedAt: z.iso.datetime(),
};

/** The score moved far enough since it was last announced, or the risk level or tier changed. */
export const trustScoreChanged = defineEvent('trust.scoreChanged.v1', { ...assessed, previousScore: z.int().min(0).max(1000) });
export const trustTierChanged = defineEvent('trust.tierChanged.v1', { ...assessed, previousTier: tier });
/** Someone should look at the account before it does more. */
export const trustReviewRequested = defineEvent('trust.reviewRequested.v1', assessed);

/** The marketplace asked whether an account may do something, and was told. All it takes to derive the answer again. */
export const trustDecided = defineEvent(
  'trust.decided.v1',
  {
    decisionId: z.string(),
    requestId: z.string(),
    /** Null for somebody of whom nothing is known. */
    accountId: z.string().nullable(),
    externalRef: z.string().nullable(),
    action: z.enum(['checkout', 'coupon', 'payout', 'listing']),
    amount: MoneyData.nullable(),
    context: z.record(z.string(), z.json()),
    outcome: z.enum(['allow', 'limit', 'review', 'deny']),
    reasons: z.array(z.string()),
    /** Names of the model's conditions that held. */
    conditions: z.array(z.string()),
    score: z.int().min(0).max(1000),
    tier,
    riskLevel,
    modelVersion: z.string(),
    /** SHA-256, hex, of the model and of the account's state as canonical JSON (RFC 8785). */
    modelHash: z.string(),
    stateDigest: z.string(),
    evaluatedAt: z.iso.datetime(),
    validUntil: z.iso.datetime(),
  },
  { personal: ['externalRef'] },
);

/** What staff decided against the model for a while, of one account. */
const override = {
  overrideId: z.string(),
  accountId: z.string(),
  tier,
  /** Null leaves risk to the model. */
  riskLevel: riskLevel.nullable(),
  until: z.iso.datetime(),
};
/** Asked for. With `needsApproval` it holds once a second person agrees, and not before. */
export const trustOverrideRequested = defineEvent('trust.overrideRequested.v1', {
  ...override,
  needsApproval: z.boolean(),
  requestedById: z.string(),
});
/** It holds from now on. `severe` is the severe evidence of then, in thousandths: more of it since, and risk is the model's again. */
export const trustOverrideActivated = defineEvent('trust.overrideActivated.v1', {
  ...override,
  severe: z.int().min(0),
  requestedById: z.string(),
  approvedById: z.string().nullable(),
});
/** It was asked for and never held. */
export const trustOverrideDeclined = defineEvent('trust.overrideDeclined.v1', {
  ...override,
  why: z.enum(['rejected', 'withdrawn', 'expired']),
});
/** It held, and does no more. */
export const trustOverrideEnded = defineEvent('trust.overrideEnded.v1', {
  ...override,
  why: z.enum(['expired', 'revoked', 'replaced']),
});

import { z } from 'zod';
import { defineEvent } from './contract.ts';

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

import { ofAtMost, requires } from '@praetor/subgraph/declare';
import type { Assessment } from '../domain/assess.ts';
import { factors } from '../domain/model.ts';
import { modelPreview, type ModelPreview } from '../queries/model-preview.ts';
import { Account } from './account.ts';
import { builder } from './builder.ts';
import { TrustFactorPoints, TrustLimits } from './trust-profile.ts';
import { TrustRiskLevel, TrustTier } from './trust-tier.ts';

export const TrustAssessment = builder.objectRef<Assessment>('TrustAssessment').implement({
  description: 'What one version of the model makes of an account.',
  fields: (t) => ({
    modelVersion: t.exposeString('modelVersion'),
    score: t.exposeInt('score'),
    tier: t.expose('tier', { type: TrustTier }),
    riskLevel: t.expose('riskLevel', { type: TrustRiskLevel }),
    limits: t.field({ type: TrustLimits, resolve: ({ limits }) => limits }),
    explanation: t.field({
      type: [TrustFactorPoints],
      ...ofAtMost(2 * factors.length),
      description: 'Points that sum up to the score, the strongest first.',
      resolve: ({ explanation }) => [...explanation],
    }),
  }),
});

const TrustModelPreview = builder.objectRef<ModelPreview>('TrustModelPreview').implement({
  description: 'What a version of the model would make of an account on the day of its publication, beside the live one.',
  fields: (t) => ({
    account: t.field({ type: Account, resolve: ({ accountId }) => ({ id: accountId }) }),
    modelId: t.exposeID('modelId'),
    evaluatedAt: t.expose('evaluatedAt', { type: 'DateTime', description: 'As of when, in the marketplace’s time.' }),
    live: t.field({ type: TrustAssessment, resolve: ({ live }) => live }),
    draft: t.field({ type: TrustAssessment, resolve: ({ draft }) => draft }),
  }),
});

builder.queryFields((t) => ({
  trustModelPreview: t.field({
    type: TrustModelPreview,
    nullable: true,
    description: 'Tries a version of the model on one account; of whom nothing is known as of a newcomer. Changes nothing.',
    ...requires('trust:model'),
    args: { modelId: t.arg.id({ required: true }), accountId: t.arg.id({ required: true }) },
    resolve: (_, { modelId, accountId }, { room }) => modelPreview(room, String(modelId), String(accountId)),
  }),
}));

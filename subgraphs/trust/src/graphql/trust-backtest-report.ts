import { ofAtMost } from '@praetor/subgraph/declare';
import type { BacktestReport, SideReport } from '../domain/backtest-report.ts';
import { scoreBins } from '../domain/drift.ts';
import { actions, decisionOutcomes, factors, tiers } from '../domain/model.ts';
import { builder } from './builder.ts';
import { TrustDrift, TrustEstimate, TrustFactorDrift, TrustShare, TrustTierMove, TrustVerdictMove } from './trust-statistics.ts';

const TrustBacktestSide = builder.objectRef<SideReport>('TrustBacktestSide').implement({
  description: 'What one model did in a backtest.',
  fields: (t) => ({
    scores: t.field({
      type: ['Int'],
      ...ofAtMost(scoreBins),
      description: 'How many accounts have 0 to 99 points, 100 to 199, and so on to 1000, at the end.',
      resolve: ({ scores }) => [...scores],
    }),
    maxOrderTotal: t.field({
      type: 'BigInt',
      description: 'The largest orders of all accounts together, in minor units of the currency whose rate is 1.',
      resolve: ({ maxOrder }) => BigInt(maxOrder),
    }),
    couponEligible: t.exposeInt('couponEligible', { description: 'How many accounts.' }),
    manualReview: t.exposeInt('manualReview', { description: 'How many accounts.' }),
    precision: t.field({
      type: TrustShare,
      description: 'Of those to be reviewed when they were scored, how many turned out badly.',
      resolve: ({ precision }) => precision,
    }),
    recall: t.field({
      type: TrustShare,
      description: 'Of those that turned out badly, how many were to be reviewed when they were scored.',
      resolve: ({ recall }) => recall,
    }),
    drift: t.field({
      type: TrustDrift,
      nullable: true,
      description: 'Of scores, from the instant of scoring to the end.',
      resolve: ({ drift }) => drift,
    }),
    factorDrift: t.field({
      type: [TrustFactorDrift],
      ...ofAtMost(factors.length),
      resolve: ({ factorDrift }) => [...factorDrift],
    }),
  }),
});

export const TrustBacktestReport = builder.objectRef<BacktestReport>('TrustBacktestReport').implement({
  description: 'What a backtest found. The same history and models give the same to the bit.',
  fields: (t) => ({
    accounts: t.exposeInt('accounts'),
    tierChanged: t.field({ type: TrustShare, resolve: ({ tierChanged }) => tierChanged }),
    tierMoves: t.field({
      type: [TrustTierMove],
      ...ofAtMost(tiers.length ** 2),
      description: 'Accounts by tier under the live model and under the draft, at the end.',
      resolve: ({ matrix }) => [...matrix],
    }),
    scored: t.exposeInt('scored', { description: 'How many accounts could be judged by what became of them.' }),
    bad: t.exposeInt('bad', { description: 'How many of those turned out badly.' }),
    liveAuc: t.field({
      type: TrustEstimate,
      nullable: true,
      description: 'The chance that of a bad and a good account the bad one had the lower score. Null when all turned out alike.',
      resolve: ({ auc }) => auc?.live ?? null,
    }),
    draftAuc: t.field({ type: TrustEstimate, nullable: true, resolve: ({ auc }) => auc?.draft ?? null }),
    aucDifference: t.field({
      type: TrustEstimate,
      nullable: true,
      description: 'Draft less live; both judged the same accounts, which the interval takes into account.',
      resolve: ({ auc }) => auc?.difference ?? null,
    }),
    decisions: t.exposeInt('decisions', { description: 'How many questions were answered again.' }),
    flipped: t.field({ type: TrustShare, resolve: ({ flipped }) => flipped }),
    flips: t.field({
      type: [TrustVerdictMove],
      ...ofAtMost(actions.length * decisionOutcomes.length ** 2),
      resolve: ({ flips }) => [...flips],
    }),
    live: t.field({ type: TrustBacktestSide, resolve: ({ live }) => live }),
    draft: t.field({ type: TrustBacktestSide, resolve: ({ draft }) => draft }),
  }),
});

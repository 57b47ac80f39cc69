import { ofAtMost, requires } from '@praetor/subgraph/declare';
import { badFrom } from '../domain/outcome.ts';
import { factors } from '../domain/model.ts';
import type { BacktestAccountRow } from '../db/backtest-account.entity.ts';
import type { BacktestFlipRow } from '../db/backtest-flip.entity.ts';
import { backtestAccountsPage, backtestFlipsPage } from '../queries/backtests-page.ts';
import { Account } from './account.ts';
import { builder } from './builder.ts';
import { TrustAction, TrustOutcome } from './trust-decision.ts';
import { TrustFactorPoints } from './trust-profile.ts';
import { TrustRiskLevel, TrustTier } from './trust-tier.ts';

const points = ofAtMost(2 * factors.length);
const TrustBacktestAccount = builder.objectRef<BacktestAccountRow>('TrustBacktestAccount').implement({
  description: 'What both models make of one account at the end of a backtest.',
  fields: (t) => ({
    account: t.field({ type: Account, resolve: ({ accountId }) => ({ id: accountId }) }),
    liveScore: t.exposeInt('liveScore', { nullable: true }),
    draftScore: t.exposeInt('draftScore', { nullable: true }),
    liveTier: t.expose('liveTier', { type: TrustTier, nullable: true }),
    draftTier: t.expose('draftTier', { type: TrustTier, nullable: true }),
    liveRisk: t.expose('liveRisk', { type: TrustRiskLevel, nullable: true }),
    draftRisk: t.expose('draftRisk', { type: TrustRiskLevel, nullable: true }),
    livePoints: t.field({
      type: [TrustFactorPoints],
      ...points,
      description: 'Where the live model gives other points than the draft.',
      resolve: ({ factors: of }) => [...(of?.live ?? [])],
    }),
    draftPoints: t.field({
      type: [TrustFactorPoints],
      ...points,
      description: 'Where the draft gives other points than the live model.',
      resolve: ({ factors: of }) => [...(of?.draft ?? [])],
    }),
    turnedOutBadly: t.boolean({
      nullable: true,
      description: 'What became of it after it was scored; null where it was not known then.',
      resolve: ({ scored, outcome }) => (scored ? outcome >= badFrom : null),
    }),
  }),
});
const TrustBacktestAccountConnection = builder.connectionObject({
  type: TrustBacktestAccount,
  name: 'TrustBacktestAccountConnection',
});

const TrustBacktestFlip = builder.objectRef<BacktestFlipRow>('TrustBacktestFlip').implement({
  description: 'A decision that would have come out differently.',
  fields: (t) => ({
    decisionId: t.exposeID('decisionId'),
    account: t.field({
      type: Account,
      nullable: true,
      resolve: ({ accountId }) => (accountId ? { id: accountId } : null),
    }),
    action: t.expose('action', { type: TrustAction }),
    live: t.expose('live', { type: TrustOutcome }),
    draft: t.expose('draft', { type: TrustOutcome }),
  }),
});
const TrustBacktestFlipConnection = builder.connectionObject({ type: TrustBacktestFlip, name: 'TrustBacktestFlipConnection' });

// By them one would learn who is thought bad, and how to slip past what is to come: for those who make the model.
builder.queryFields((t) => ({
  trustBacktestAccounts: t.connection(
    {
      type: TrustBacktestAccount,
      nullable: true,
      description: 'What a finished backtest found of single accounts, those whose score moved most first.',
      ...requires('trust:model'),
      args: {
        backtestId: t.arg.id({ required: true }),
        tierChanged: t.arg.boolean(),
        liveTier: t.arg({ type: TrustTier }),
        draftTier: t.arg({ type: TrustTier }),
      },
      resolve: (_, { backtestId, tierChanged, liveTier, draftTier, ...page }, { room }) =>
        backtestAccountsPage(room, page, { backtestId: String(backtestId), tierChanged, liveTier, draftTier }),
    },
    TrustBacktestAccountConnection,
  ),
  trustBacktestFlips: t.connection(
    {
      type: TrustBacktestFlip,
      nullable: true,
      description: 'Decisions that the draft would have answered differently, newest first.',
      ...requires('trust:model'),
      args: { backtestId: t.arg.id({ required: true }) },
      resolve: (_, { backtestId, ...page }, { room }) => backtestFlipsPage(room, page, { backtestId: String(backtestId) }),
    },
    TrustBacktestFlipConnection,
  ),
}));

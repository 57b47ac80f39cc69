import { refusalType } from '@praetor/subgraph/builder';
import { requires } from '@praetor/subgraph/declare';
import { enumValues, expectedVersion, idempotencyKey, oneOf } from '@praetor/subgraph/fields';
import {
  cancelTrustBacktest,
  cancelTrustBacktestRefusals,
  startTrustBacktest,
  startTrustBacktestRefusals,
} from '../commands/start-backtest.ts';
import type { TrustBacktestRow } from '../db/trust-backtest.entity.ts';
import { BacktestNotRunning, backtestPhases, BacktestRunning, backtestStates, NoHistory } from '../domain/backtest.ts';
import { backtestsPage, backtestWithId, breachesIn } from '../queries/backtests-page.ts';
import { Account } from './account.ts';
import { builder } from './builder.ts';
import { TrustBacktestReport } from './trust-backtest-report.ts';
import { TrustGateBreach } from './trust-model-gate.ts';

refusalType(builder, BacktestRunning, 'TrustBacktestRunning', 'Another backtest runs.');
refusalType(builder, BacktestNotRunning, 'TrustBacktestNotRunning', 'The backtest is over.');
refusalType(builder, NoHistory, 'TrustNoHistory', 'There is no history to try a model on.');

const TrustBacktestState = builder.enumType('TrustBacktestState', { values: enumValues(backtestStates) });
const TrustBacktestPhase = builder.enumType('TrustBacktestPhase', {
  description: 'What it does now, in this order.',
  values: enumValues(backtestPhases),
});

export const TrustBacktest = builder.objectRef<TrustBacktestRow>('TrustBacktest').implement({
  description: 'One trial of a version of the model on stored history, beside the live one.',
  fields: (t) => ({
    id: t.exposeID('id'),
    modelId: t.exposeID('modelId'),
    state: t.expose('state', { type: TrustBacktestState }),
    phase: t.field({ type: TrustBacktestPhase, resolve: ({ progress }) => progress.phase }),
    statements: t.int({
      description: 'How much of history it has heard so far.',
      resolve: ({ progress }) => progress.statements,
    }),
    draftHash: t.exposeString('draftHash', {
      description: 'SHA-256 of the model that is tried; a draft may have changed since.',
    }),
    liveHash: t.exposeString('liveHash'),
    liveVersion: t.exposeString('liveVersion'),
    scoredAt: t.expose('scoredAt', {
      type: 'DateTime',
      description: 'As of when accounts are scored, in the marketplace’s time. What became of them is looked for strictly later.',
    }),
    until: t.expose('until', { type: 'DateTime' }),
    usualWindow: t.boolean({
      description: 'Nobody chose these times: it counts for publishing.',
      resolve: ({ windowDays }) => windowDays != null,
    }),
    report: t.field({ type: TrustBacktestReport, nullable: true, resolve: ({ report }) => report ?? null }),
    reportHash: t.exposeString('reportHash', {
      nullable: true,
      description: 'SHA-256 of report, models, times and history: the same for the same.',
    }),
    breaches: t.field({
      type: [TrustGateBreach],
      nullable: true,
      description: 'In what the model falls short of what is demanded now. Null until it is finished.',
      resolve: (backtest, _, { loaders }) => breachesIn(backtest, loaders.gate),
    }),
    startedBy: t.field({ type: Account, resolve: ({ startedById }) => ({ id: startedById }) }),
    startedAt: t.expose('startedAt', { type: 'DateTime' }),
    endedAt: t.expose('endedAt', { type: 'DateTime', nullable: true }),
    version: t.exposeInt('version', { description: 'Pass it as `expectedVersion` to act only on what you saw.' }),
  }),
});
const TrustBacktestConnection = builder.connectionObject({ type: TrustBacktest, name: 'TrustBacktestConnection' });

const StartInput = builder.inputType('StartTrustBacktestInput', {
  fields: (t) => ({
    modelId: t.id({ required: true }),
    scoredAt: t.field({ type: 'DateTime', description: 'Leave both times out for a backtest that counts for publishing.' }),
    until: t.field({ type: 'DateTime' }),
    idempotencyKey: idempotencyKey(t),
  }),
});
const CancelInput = builder.inputType('CancelTrustBacktestInput', {
  fields: (t) => ({
    backtestId: t.id({ required: true }),
    expectedVersion: expectedVersion(t),
    idempotencyKey: idempotencyKey(t),
  }),
});

const editor = { type: TrustBacktest, nullable: true as const, ...requires('trust:model') };
builder.mutationFields((t) => ({
  startTrustBacktest: t.field({
    ...editor,
    description: 'Tries a version of the model on stored history, beside the live one. Runs by itself; one at a time.',
    errors: oneOf(startTrustBacktestRefusals),
    args: { input: t.arg({ type: StartInput, required: true }) },
    resolve: (_, { input }, { room }) => startTrustBacktest(room, input),
  }),
  cancelTrustBacktest: t.field({
    ...editor,
    description: 'Ends a backtest that runs.',
    errors: oneOf(cancelTrustBacktestRefusals),
    args: { input: t.arg({ type: CancelInput, required: true }) },
    resolve: (_, { input }, { room }) => cancelTrustBacktest(room, input),
  }),
}));

builder.queryFields((t) => ({
  trustBacktests: t.connection(
    {
      type: TrustBacktest,
      nullable: true,
      description: 'Trials of the model on history, newest first: of the tenant, or of one version.',
      ...requires('trust:read'),
      args: { modelId: t.arg.id() },
      resolve: (_, { modelId, ...page }, { room }) =>
        backtestsPage(room, page, { modelId: modelId == null ? null : String(modelId) }),
    },
    TrustBacktestConnection,
  ),
  trustBacktest: t.field({
    type: TrustBacktest,
    nullable: true,
    ...requires('trust:read'),
    args: { id: t.arg.id({ required: true }) },
    resolve: (_, { id }, { room }) => backtestWithId(room, String(id)),
  }),
}));

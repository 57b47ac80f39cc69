import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';
import { backtestStates, type BacktestPhase } from '../domain/backtest.ts';
import type { BacktestReport } from '../domain/backtest-report.ts';
import type { Tally } from '../domain/backtest-tally.ts';
import type { Model } from '../domain/model.ts';

/** How far a backtest has come: all it takes to go on after a crash. */
export interface Progress {
  phase: BacktestPhase;
  /** The last statement that was replayed. */
  position: number;
  /** The marketplace's time there, in milliseconds; null before its first word. */
  time: number | null;
  statements: number;
  /** SHA-256 over everything replayed, chained: the same for the same history. */
  digest: string;
  /** The last account (UUID) that the phase has seen. */
  account: string | null;
  /** The last decision that was judged again. */
  decision: { at: string; id: string } | null;
}

const TrustBacktestSchema = defineEntity({
  name: 'TrustBacktest',
  tableName: 'trust_backtest',
  properties: {
    id: p.type(idType('trustBacktest')).primary(),
    tenantId: p.type(idType('tenant')),
    modelId: p.type(idType('trustModel')),
    state: p.enum(backtestStates),
    /** Which model was tried, and beside which: a draft may change meanwhile. */
    draftHash: p.character().length(64),
    liveHash: p.character().length(64),
    liveVersion: p.string().length(40),
    draft: p.json<Model>(),
    live: p.json<Model>(),
    /** The instant at which accounts are scored, and until when it is looked at what became of them. In the marketplace's time. */
    scoredAt: p.datetime(),
    until: p.datetime(),
    /** How many days the tenant demanded then; null when somebody chose the times: it does not count for publishing. */
    windowDays: p.integer().nullable(),
    /** The last statement of its history; what is heard later is none of it. */
    lastPosition: p.bigint('number'),
    /** The marketplace says what time it is; otherwise we do. */
    byMarketplace: p.boolean(),
    progress: p.json<Progress>(),
    tally: p.json<Tally>(),
    report: p.json<BacktestReport>().nullable(),
    reportHash: p.character().length(64).nullable(),
    startedById: p.type(idType('account')),
    startedAt: p.datetime(),
    endedAt: p.datetime().nullable(),
    version: p.integer().version(),
  },
  indexes: [
    { name: 'trust_backtest_of_model', properties: ['tenantId', 'modelId', 'id'] },
    {
      name: 'trust_backtest_running',
      expression: `create unique index trust_backtest_running on trust.trust_backtest (tenant_id) where state = 'running'`,
    },
  ],
  ...tenantWalls({ scanned: true }),
});

/** One trial of a model on stored history, beside the live one. */
export class TrustBacktestRow extends TrustBacktestSchema.class {}
TrustBacktestSchema.setClass(TrustBacktestRow);
export { TrustBacktestSchema };

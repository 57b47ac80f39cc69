import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';
import type { Known } from '../domain/backtest.ts';
import type { Scored } from '../domain/backtest-tally.ts';
import type { FactorPoints } from '../domain/explain.ts';
import { riskLevels, tiers } from '../domain/model.ts';

const BacktestAccountSchema = defineEntity({
  name: 'BacktestAccount',
  tableName: 'backtest_account',
  properties: {
    tenantId: p.type(idType('tenant')).primary(),
    backtestId: p.type(idType('trustBacktest')).primary(),
    accountId: p.type(idType('account')).primary(),
    /** What both models know of it; null once it was compared. */
    known: p.json<Known>().nullable(),
    /** Its scores at the instant of scoring; null for one that came later. */
    scored: p.json<Scored>().nullable(),
    /** How it turned out since, in thousandths. */
    outcome: p.integer(),
    /** At the end; null until it was compared. */
    liveScore: p.integer().nullable(),
    draftScore: p.integer().nullable(),
    liveTier: p.enum(tiers).nullable(),
    draftTier: p.enum(tiers).nullable(),
    liveRisk: p.enum(riskLevels).nullable(),
    draftRisk: p.enum(riskLevels).nullable(),
    /** Minor units of the currency by which the model's others are measured. */
    liveMaxOrder: p.bigint('number').nullable(),
    draftMaxOrder: p.bigint('number').nullable(),
    /** Where the models give different points. */
    factors: p.json<{ live: readonly FactorPoints[]; draft: readonly FactorPoints[] }>().nullable(),
    /** By how many points the scores differ. */
    moved: p.integer().nullable(),
    tierChanged: p.boolean().nullable(),
  },
  indexes: [
    { name: 'backtest_account_of_account', properties: ['accountId'] },
    {
      name: 'backtest_account_by_move',
      expression:
        'create index backtest_account_by_move on trust.backtest_account (tenant_id, backtest_id, moved desc, account_id) where moved is not null',
    },
    {
      name: 'backtest_account_by_change',
      expression:
        'create index backtest_account_by_change on trust.backtest_account (tenant_id, backtest_id, tier_changed, moved desc, account_id)',
    },
  ],
  ...tenantWalls(),
});

/** One account in one backtest: what it works on, then what it found. */
export class BacktestAccountRow extends BacktestAccountSchema.class {}
BacktestAccountSchema.setClass(BacktestAccountRow);
export { BacktestAccountSchema };

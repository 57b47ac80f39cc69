import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';
import { actions, decisionOutcomes } from '../domain/model.ts';

const BacktestFlipSchema = defineEntity({
  name: 'BacktestFlip',
  tableName: 'backtest_flip',
  properties: {
    tenantId: p.type(idType('tenant')).primary(),
    backtestId: p.type(idType('trustBacktest')).primary(),
    decisionId: p.type(idType('decision')).primary(),
    accountId: p.type(idType('account')).nullable(),
    action: p.enum(actions),
    live: p.enum(decisionOutcomes),
    draft: p.enum(decisionOutcomes),
  },
  indexes: [{ name: 'backtest_flip_of_account', properties: ['accountId'] }],
  ...tenantWalls(),
});

/** A decision that would have come out differently. */
export class BacktestFlipRow extends BacktestFlipSchema.class {}
BacktestFlipSchema.setClass(BacktestFlipRow);
export { BacktestFlipSchema };

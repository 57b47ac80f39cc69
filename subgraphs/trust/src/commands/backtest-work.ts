import { sql } from '@praetor/postgres/sql';
import { uuidOf } from '@praetor/kernel/id';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Progress, TrustBacktestRow } from '../db/trust-backtest.entity.ts';
import type { Known, Sides } from '../domain/backtest.ts';
import type { Scored, Tally } from '../domain/backtest-tally.ts';
import type { Model } from '../domain/model.ts';

/** One portion of a backtest, in one transaction under its row's lock. */
export interface Work {
  readonly em: EntityManager;
  readonly row: TrustBacktestRow;
  readonly models: Sides<Model>;
  /** Where the portion begins; what it returns is where it ends. */
  readonly progress: Progress;
  /** Counted into. */
  readonly tally: Tally;
  readonly now: Date;
}

/** Some at a time: what a portion computes keeps everyone else of this process waiting, so it takes few milliseconds. */
export const portion = 50;

/** Which backtest, as parameters. */
export const keyOf = ({ row }: Work): [tenant: string, backtest: string] => [uuidOf(row.tenantId), uuidOf(row.id)];

export interface AccountPage {
  readonly account_id: string;
  readonly known: Known;
  readonly scored: Scored | null;
  readonly outcome: number;
}

/** The accounts after the one that was seen last, in the order of their ids. */
export const nextAccounts = (work: Work): Promise<AccountPage[]> =>
  sql<AccountPage>(
    work.em,
    `select account_id, known, scored, outcome from trust.backtest_account
     where tenant_id = $1 and backtest_id = $2 and ($3::uuid is null or account_id > $3) order by account_id limit ${portion}`,
    [...keyOf(work), work.progress.account],
  );

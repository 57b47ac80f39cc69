import { trustBacktestFinished } from '@praetor/contracts/trust-backtests';
import { effectsAt } from '@praetor/events/perform';
import { changed, sql } from '@praetor/postgres/sql';
import { uuidOf } from '@praetor/kernel/id';
import type { EntityManager } from '@mikro-orm/postgresql';
import { gateOf } from '../db/trust-backtest.store.ts';
import type { TrustBacktestRow } from '../db/trust-backtest.entity.ts';
import { reportOf, type BacktestReport } from '../domain/backtest-report.ts';
import { turnedOut, type Scored } from '../domain/backtest-tally.ts';
import { breachesOf } from '../domain/model-gate.ts';
import type { Pair } from '../domain/ranking.ts';
import { dataOf, subjectOf } from './backtest-event.ts';
import { keyOf, type Work } from './backtest-work.ts';
import { digestOf } from './digest.ts';

const page = 1000;
/** Of so many backtests, the latest, single accounts and decisions are kept; of earlier ones only the report. */
const keptInDetail = 5;
export const backtestJob = 'trust.backtest';

/** Sums up and ends it, once old details are out of the way. Whether there is more to do. */
export async function sumPortion(work: Work): Promise<boolean> {
  if (await clearedSome(work)) return true;
  const { em, row, tally, progress, now } = work;
  const report = await reportOf(tally, () => pairsOf(work));
  const { draftHash, liveHash, scoredAt, until } = row;
  const { statements, digest } = progress;
  const reportHash = digestOf({ report, draftHash, liveHash, scoredAt, until, statements, digest });
  Object.assign(row, { state: 'finished', report, reportHash, endedAt: now });
  await effectsAt(em, backtestJob, { tenantId: row.tenantId, now }, async (tx) =>
    tx.announce(trustBacktestFinished, { subject: subjectOf(row), data: await finishedData(em, row, report) }),
  );
  return false;
}

const finishedData = async (em: EntityManager, row: TrustBacktestRow, report: BacktestReport) => ({
  ...dataOf(row),
  reportHash: row.reportHash!,
  accounts: report.accounts,
  tierChanged: report.tierChanged.of,
  breaches: breachesOf(report, await gateOf(em)),
});

/** Every account that can be judged by what became of it, some at a time. */
async function* pairsOf(work: Work): AsyncGenerator<Pair> {
  for (let last: string | null = null; ;) {
    const rows: { account_id: string; scored: Scored; outcome: number }[] = await sql(
      work.em,
      `select account_id, scored, outcome from trust.backtest_account
       where tenant_id = $1 and backtest_id = $2 and ($3::uuid is null or account_id > $3) and scored is not null
       order by account_id limit ${page}`,
      [...keyOf(work), last],
    );
    for (const { scored, outcome } of rows) {
      const became = turnedOut(scored, outcome);
      if (became) yield { live: scored.live.score, draft: scored.draft.score, bad: became === 'bad' };
    }
    if (rows.length < page) return;
    last = rows.at(-1)!.account_id;
  }
}

/** Removes single accounts and decisions of old backtests, some at a time. */
async function clearedSome({ em, row }: Work): Promise<boolean> {
  let cleared = 0;
  for (const table of ['backtest_account', 'backtest_flip'])
    cleared += await changed(
      em,
      `delete from trust.${table} where ctid = any(array(
         select d.ctid from trust.${table} d where d.tenant_id = $1 and d.backtest_id in (
           select id from trust.trust_backtest where tenant_id = $1 order by id desc offset ${keptInDetail}) limit ${page}))`,
      [uuidOf(row.tenantId)],
    );
  return cleared > 0;
}

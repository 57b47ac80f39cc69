import { sql } from '@praetor/postgres/sql';
import type { Progress } from '../db/trust-backtest.entity.ts';
import { bySide } from '../domain/backtest.ts';
import { tallyVerdict } from '../domain/backtest-tally.ts';
import { keyOf, portion, type Work } from './backtest-work.ts';
import { answeredAgain, decisionsAfter } from './kept-questions.ts';

const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** Answers the next of the questions that were asked since the instant of scoring, by both models, and keeps which differ. */
export async function decidePortion(work: Work): Promise<Progress> {
  const { em, row, models, progress, tally } = work;
  const after = progress.decision ?? { at: row.scoredAt.toISOString(), id: lastId };
  const found = await decisionsAfter(em, row.tenantId, after, { until: row.startedAt, limit: portion });
  const flips = found.flatMap((kept) => {
    const verdicts = bySide(answeredAgain(kept, models), ({ verdict }) => verdict);
    tallyVerdict(tally, kept.action, verdicts);
    const { live, draft } = bySide(verdicts, ({ outcome }) => outcome);
    return live === draft ? [] : [{ decision: kept.id, account: kept.account_id, action: kept.action, live, draft }];
  });
  if (flips.length)
    await sql(
      em,
      `insert into trust.backtest_flip (tenant_id, backtest_id, decision_id, account_id, action, live, draft)
       select $1, $2, decision, account, action, live, draft
       from jsonb_to_recordset($3::jsonb) as new (decision uuid, account uuid, action text, live text, draft text)`,
      [...keyOf(work), JSON.stringify(flips)],
    );
  if (found.length < portion) return { ...progress, phase: 'summing', account: null };
  const { at, id } = found.at(-1)!;
  return { ...progress, decision: { at, id } };
}

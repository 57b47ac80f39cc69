import { sql } from '@praetor/postgres/sql';
import type { Progress } from '../db/trust-backtest.entity.ts';
import type { Assessment } from '../domain/assess.ts';
import { assessedAt, bySide, type Sides } from '../domain/backtest.ts';
import { tallyCompared, tallyOutcome, tallyScored, turnedOut } from '../domain/backtest-tally.ts';
import type { FactorPoints } from '../domain/explain.ts';
import { keyOf, nextAccounts, portion, type AccountPage, type Work } from './backtest-work.ts';

/** Scores the next accounts by both models at the instant of scoring. */
export async function scorePortion(work: Work): Promise<Progress> {
  const { row, models, tally, progress } = work;
  const found = await nextAccounts(work);
  const rows = found.map(({ account_id, known }) => ({
    account: account_id,
    scored: tallyScored(tally, assessedAt(known, models, row.scoredAt.getTime())),
  }));
  await sql(
    work.em,
    `update trust.backtest_account kept set scored = new.scored
     from jsonb_to_recordset($3::jsonb) as new (account uuid, scored jsonb)
     where tenant_id = $1 and backtest_id = $2 and account_id = new.account`,
    [...keyOf(work), JSON.stringify(rows)],
  );
  if (found.length === portion) return { ...progress, account: found.at(-1)!.account_id };
  return { ...progress, phase: 'following', account: null };
}

/** Compares what both models make of the next accounts at the end, and counts what became of them. */
export async function comparePortion(work: Work): Promise<Progress> {
  const { row, models, tally, progress } = work;
  const found = await nextAccounts(work);
  const rows = found.map((one) => {
    const assessed = assessedAt(one.known, models, row.until.getTime());
    const maxOrder = bySide(assessed, ({ tier }, side) => models[side].limits[tier].maxOrder);
    tallyCompared(tally, assessed, maxOrder);
    const became = turnedOut(one.scored, one.outcome);
    if (one.scored && became) tallyOutcome(tally, one.scored, became);
    return columnsOf(one, assessed, maxOrder);
  });
  await sql(work.em, update, [...keyOf(work), JSON.stringify(rows)]);
  if (found.length === portion) return { ...progress, account: found.at(-1)!.account_id };
  return { ...progress, phase: 'deciding', account: null };
}

function columnsOf({ account_id }: AccountPage, { live, draft }: Sides<Assessment>, maxOrder: Sides<number>) {
  return {
    account: account_id,
    liveScore: live.score,
    draftScore: draft.score,
    liveTier: live.tier,
    draftTier: draft.tier,
    liveRisk: live.riskLevel,
    draftRisk: draft.riskLevel,
    liveMaxOrder: maxOrder.live,
    draftMaxOrder: maxOrder.draft,
    factors: { live: without(live.explanation, draft.explanation), draft: without(draft.explanation, live.explanation) },
    moved: Math.abs(draft.score - live.score),
    tierChanged: draft.tier !== live.tier,
  };
}

/** The points of the one that the other does not give alike. */
const without = (points: readonly FactorPoints[], others: readonly FactorPoints[]): FactorPoints[] =>
  points.filter(
    ({ factor, side, points: of }) =>
      !others.some((other) => other.factor === factor && other.side === side && other.points === of),
  );

const update = `
  update trust.backtest_account kept set
    known = null, live_score = "liveScore", draft_score = "draftScore", live_tier = "liveTier", draft_tier = "draftTier",
    live_risk = "liveRisk", draft_risk = "draftRisk", live_max_order = "liveMaxOrder", draft_max_order = "draftMaxOrder",
    factors = new.factors, moved = new.moved, tier_changed = "tierChanged"
  from jsonb_to_recordset($3::jsonb) as new (account uuid, "liveScore" int, "draftScore" int, "liveTier" text, "draftTier" text,
    "liveRisk" text, "draftRisk" text, "liveMaxOrder" bigint, "draftMaxOrder" bigint, factors jsonb, moved int, "tierChanged" boolean)
  where tenant_id = $1 and backtest_id = $2 and account_id = new.account`;

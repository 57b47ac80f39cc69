import type { Assessment } from './assess.ts';
import { bySide, isHeldBack, type Sides } from './backtest.ts';
import type { Verdict } from './decide.ts';
import { pointBin, pointBins, scoreBin, scoreBins } from './drift.ts';
import { factors, tiers, type Action, type Factor, type Tier } from './model.ts';
import { badFrom } from './outcome.ts';
import { noRanks, zeros, type Ranks } from './ranking.ts';

/** Scores and points of all accounts at one time, counted by bins. */
export interface Spread {
  readonly scores: number[];
  readonly points: Record<Factor, number[]>;
}

/** What one model made of the accounts. */
export interface SideTally {
  /** At the instant of scoring, and at the end. */
  readonly before: Spread;
  readonly after: Spread;
  readonly ranks: Ranks;
  /** Held back at the instant of scoring, and how many of them turned out badly. */
  heldBack: number;
  heldBackBad: number;
  /** Sum of the largest orders, in minor units of the currency by which the others are measured: beyond what a double counts. */
  maxOrder: string;
  couponEligible: number;
  manualReview: number;
}

/** All that is counted while a backtest runs: whole numbers, so that it makes no difference where it was cut short. */
export interface Tally extends Sides<SideTally> {
  accounts: number;
  tierChanged: number;
  /** By tier under the live model, then under the draft. */
  readonly matrix: Record<Tier, Record<Tier, number>>;
  scored: number;
  bad: number;
  decisions: number;
  /** `action live draft`: how often. */
  readonly verdicts: Record<string, number>;
}

const each = <Key extends string, Value>(keys: readonly Key[], make: () => Value): Record<Key, Value> =>
  Object.fromEntries(keys.map((key) => [key, make()])) as Record<Key, Value>;
const spread = (): Spread => ({ scores: zeros(scoreBins), points: each(factors, () => zeros(pointBins)) });
const sideTally = (): SideTally => ({
  before: spread(),
  after: spread(),
  ranks: noRanks(),
  heldBack: 0,
  heldBackBad: 0,
  maxOrder: '0',
  couponEligible: 0,
  manualReview: 0,
});

export const emptyTally = (): Tally => ({
  live: sideTally(),
  draft: sideTally(),
  accounts: 0,
  tierChanged: 0,
  matrix: each(tiers, () => each(tiers, () => 0)),
  scored: 0,
  bad: 0,
  decisions: 0,
  verdicts: {},
});

/** What of an account's scores at the instant of scoring is kept until it is known what became of it. */
export interface Scored extends Sides<{ readonly score: number; readonly heldBack: boolean }> {
  /** It could do nothing from then on, so that nothing could become of it. */
  readonly barred: boolean;
}

/** Counts an account at the instant of scoring. */
export function tallyScored(tally: Tally, assessed: Sides<Assessment>): Scored {
  const of = bySide(assessed, (assessment, side) => {
    count(tally[side].before, assessment);
    return { score: assessment.score, heldBack: isHeldBack(assessment) };
  });
  return { ...of, barred: assessed.live.barred };
}

/** Counts an account at the end. */
export function tallyCompared(tally: Tally, assessed: Sides<Assessment>, maxOrder: Sides<number>): void {
  const { live, draft } = assessed;
  tally.accounts += 1;
  tally.matrix[live.tier][draft.tier] += 1;
  if (live.tier !== draft.tier) tally.tierChanged += 1;
  bySide(assessed, (assessment, side) => {
    const own = tally[side];
    count(own.after, assessment);
    own.maxOrder = String(BigInt(own.maxOrder) + BigInt(maxOrder[side]));
    if (assessment.limits.couponEligible) own.couponEligible += 1;
    if (assessment.limits.manualReview) own.manualReview += 1;
  });
}

/** Whether an account counts, and how it turned out; null for one that could do nothing, or was not known yet. */
export const turnedOut = (scored: Scored | null, outcome: number): 'good' | 'bad' | null =>
  scored === null || scored.barred ? null : outcome >= badFrom ? 'bad' : 'good';

/** Counts what became of an account. */
export function tallyOutcome(tally: Tally, scored: Scored, became: 'good' | 'bad'): void {
  tally.scored += 1;
  if (became === 'bad') tally.bad += 1;
  bySide(scored, ({ score, heldBack }, side) => {
    const own = tally[side];
    own.ranks[became][score]! += 1;
    if (heldBack) own.heldBack += 1;
    if (heldBack && became === 'bad') own.heldBackBad += 1;
  });
}

/** Counts a decision. */
export function tallyVerdict(tally: Tally, action: Action, { live, draft }: Sides<Verdict>): void {
  tally.decisions += 1;
  const key = `${action} ${live.outcome} ${draft.outcome}`;
  tally.verdicts[key] = (tally.verdicts[key] ?? 0) + 1;
}

function count({ scores, points }: Spread, { score, explanation }: Assessment): void {
  scores[scoreBin(score)]! += 1;
  const sums = new Map<Factor, number>();
  for (const entry of explanation) sums.set(entry.factor, (sums.get(entry.factor) ?? 0) + entry.points);
  for (const factor of factors) points[factor][pointBin(sums.get(factor) ?? 0)]! += 1;
}

import { bySide, type Sides } from './backtest.ts';
import type { SideTally, Tally } from './backtest-tally.ts';
import { driftOf, type Drift } from './drift.ts';
import { decisionOutcomes, factors, tiers, type Action, type DecisionOutcome, type Factor, type Tier } from './model.ts';
import { shareOf, type Share } from './proportion.ts';
import { rankingOf, Paired, type Comparison, type Pair } from './ranking.ts';

/** What one model did. */
export interface SideReport {
  /** Accounts by hundreds of points, at the end. */
  readonly scores: readonly number[];
  readonly maxOrder: string;
  readonly couponEligible: number;
  readonly manualReview: number;
  /** Of those held back, how many turned out badly. */
  readonly precision: Share;
  /** Of those that turned out badly, how many were held back. */
  readonly recall: Share;
  /** From the instant of scoring to the end; null without accounts. */
  readonly drift: Drift | null;
  /** The same of each factor's points. */
  readonly factorDrift: readonly ({ readonly factor: Factor } & Drift)[];
}

/** What a backtest found. The same history and models give the same to the bit. */
export interface BacktestReport extends Sides<SideReport> {
  readonly accounts: number;
  readonly tierChanged: Share;
  /** Those that moved, and those that stayed; none that are zero. */
  readonly matrix: readonly { readonly from: Tier; readonly to: Tier; readonly accounts: number }[];
  /** How many were scored and could be judged by what became of them. */
  readonly scored: number;
  readonly bad: number;
  /** The area under the curve of either; null when nobody turned out badly, or everybody. */
  readonly auc: Comparison | null;
  readonly decisions: number;
  readonly flipped: Share;
  readonly flips: readonly {
    readonly action: Action;
    readonly live: DecisionOutcome;
    readonly draft: DecisionOutcome;
    readonly decisions: number;
  }[];
}

/** Sums up. `pairs` are all accounts that could be judged, in whatever order: gone through once. */
export async function reportOf(tally: Tally, pairs: () => AsyncIterable<Pair>): Promise<BacktestReport> {
  const flips = flipsOf(tally);
  const flipped = flips.reduce((sum, { decisions }) => sum + decisions, 0);
  return {
    ...bySide<SideTally, SideReport>(tally, (own) => sideReport(own, tally.bad)),
    accounts: tally.accounts,
    tierChanged: shareOf(tally.tierChanged, tally.accounts),
    matrix: tiers.flatMap((from) =>
      tiers.map((to) => ({ from, to, accounts: tally.matrix[from][to] })).filter(({ accounts }) => accounts > 0),
    ),
    scored: tally.scored,
    bad: tally.bad,
    auc: await comparisonOf(tally, pairs),
    decisions: tally.decisions,
    flipped: shareOf(flipped, tally.decisions),
    flips,
  };
}

function sideReport(own: SideTally, bad: number): SideReport {
  const { before, after, maxOrder, couponEligible, manualReview, heldBack, heldBackBad } = own;
  return {
    scores: after.scores,
    maxOrder,
    couponEligible,
    manualReview,
    precision: shareOf(heldBackBad, heldBack),
    recall: shareOf(heldBackBad, bad),
    drift: driftOf(before.scores, after.scores),
    factorDrift: factors.flatMap((factor) => {
      const drift = driftOf(before.points[factor], after.points[factor]);
      return drift ? [{ factor, ...drift }] : [];
    }),
  };
}

function flipsOf({ verdicts }: Tally): BacktestReport['flips'] {
  const worse = (outcome: string): number => decisionOutcomes.indexOf(outcome as DecisionOutcome);
  return Object.entries(verdicts)
    .map(([key, decisions]) => {
      const [action, live, draft] = key.split(' ') as [Action, DecisionOutcome, DecisionOutcome];
      return { action, live, draft, decisions };
    })
    .filter(({ live, draft }) => live !== draft)
    .sort(
      (left, right) =>
        (left.action < right.action ? -1 : left.action > right.action ? 1 : 0) ||
        worse(left.live) - worse(right.live) ||
        worse(left.draft) - worse(right.draft),
    );
}

async function comparisonOf({ live, draft }: Tally, pairs: () => AsyncIterable<Pair>): Promise<Comparison | null> {
  const [one, other] = [rankingOf(live.ranks), rankingOf(draft.ranks)];
  if (!one || !other) return null;
  const paired = new Paired(one, other);
  for await (const pair of pairs()) paired.add(pair);
  return paired.result();
}

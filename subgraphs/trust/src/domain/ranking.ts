import { rounded, z95 } from './proportion.ts';

/** How many accounts had each score, apart by what became of them: all it takes to say how well a score ranks. */
export interface Ranks {
  /** By score, 0 to 1000. */
  readonly good: number[];
  readonly bad: number[];
}

const scores = 1001;
/** That many times nothing. */
export const zeros = (length: number): number[] => Array.from({ length }, () => 0);
export const noRanks = (): Ranks => ({ good: zeros(scores), bad: zeros(scores) });

/** A figure with its confidence interval at 95 %; without an interval where there are fewer than two of a kind. */
export interface Estimate {
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** How well one score tells the bad from the good. */
export interface Ranking {
  /** The chance that of one bad and one good account the bad one has the lower score, a tie counting half (the Mann-Whitney statistic). */
  readonly auc: number;
  /** The share of good accounts above a bad one of this score. */
  ofBad(score: number): number;
  /** The share of bad accounts below a good one of this score. */
  ofGood(score: number): number;
}

/** Exact, ties included, in one pass over the thousand scores. Null without both kinds. */
export function rankingOf({ good, bad }: Ranks): Ranking | null {
  const [goods, bads] = [sum(good), sum(bad)];
  if (!goods || !bads) return null;
  const ofBad: number[] = [];
  const ofGood: number[] = [];
  let [goodBelow, badBelow, won] = [0, 0, 0];
  for (let score = 0; score < scores; score += 1) {
    const above = goods - goodBelow - good[score]!;
    ofBad.push((2 * above + good[score]!) / (2 * goods));
    ofGood.push((2 * badBelow + bad[score]!) / (2 * bads));
    won += bad[score]! * (2 * above + good[score]!);
    goodBelow += good[score]!;
    badBelow += bad[score]!;
  }
  return { auc: won / (2 * goods * bads), ofBad: (score) => ofBad[score]!, ofGood: (score) => ofGood[score]! };
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

/** One account that was scored twice. */
export interface Pair {
  readonly live: number;
  readonly draft: number;
  readonly bad: boolean;
}

/** Two scores of the same accounts compared. */
export interface Comparison {
  readonly live: Estimate;
  readonly draft: Estimate;
  /** Draft less live, with the interval of the difference: both judged the same accounts, so they err together. */
  readonly difference: Estimate;
}

/**
 * The areas under both curves, and their difference, with the variances and the covariance of DeLong, DeLong & Clarke-Pearson
 * (1988). The pairs are gone through once; nothing is kept of them but sums.
 */
export class Paired {
  readonly #live: Ranking;
  readonly #draft: Ranking;
  readonly #bad = new Moments();
  readonly #good = new Moments();

  constructor(live: Ranking, draft: Ranking) {
    this.#live = live;
    this.#draft = draft;
  }

  add({ live, draft, bad }: Pair): void {
    if (bad) this.#bad.add(this.#live.ofBad(live) - this.#live.auc, this.#draft.ofBad(draft) - this.#draft.auc);
    else this.#good.add(this.#live.ofGood(live) - this.#live.auc, this.#draft.ofGood(draft) - this.#draft.auc);
  }

  result(): Comparison {
    const [live, draft] = [this.#live.auc, this.#draft.auc];
    const of = (part: (moments: Moments) => number): number | null =>
      this.#bad.count < 2 || this.#good.count < 2 ? null : part(this.#bad) + part(this.#good);
    return {
      live: within(
        live,
        of((moments) => moments.variance('live')),
        [0, 1],
      ),
      draft: within(
        draft,
        of((moments) => moments.variance('draft')),
        [0, 1],
      ),
      difference: within(
        draft - live,
        of((moments) => moments.variance('difference')),
        [-1, 1],
      ),
    };
  }
}

function within(value: number, variance: number | null, [least, most]: readonly [number, number]): Estimate {
  if (variance === null) return { value: rounded(value), low: null, high: null };
  const spread = z95 * Math.sqrt(Math.max(variance, 0));
  const bounded = (bound: number) => rounded(Math.min(Math.max(bound, least), most));
  return { value: rounded(value), low: bounded(value - spread), high: bounded(value + spread) };
}

/** Sums of squares and products of what deviates from the mean: variances of the mean of one kind of account. */
class Moments {
  count = 0;
  #sums = { live: 0, draft: 0, difference: 0 };

  add(live: number, draft: number): void {
    this.count += 1;
    this.#sums.live += live * live;
    this.#sums.draft += draft * draft;
    this.#sums.difference += (draft - live) * (draft - live);
  }

  variance(of: 'live' | 'draft' | 'difference'): number {
    return this.#sums[of] / (this.count - 1) / this.count;
  }
}

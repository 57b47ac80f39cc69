import { rounded } from './proportion.ts';

/** How far a distribution moved. */
export const driftLevels = ['stable', 'moderate', 'significant'] as const;
export type DriftLevel = (typeof driftLevels)[number];

export interface Drift {
  readonly psi: number;
  readonly level: DriftLevel;
}

/**
 * The population stability index of two distributions over the same bins: Σ (p − q) · ln(p / q), which is Jeffreys' divergence.
 * Half a count is added to each bin, so that an empty one is not infinitely far. Below 0.1 nothing to speak of, from 0.25 on a
 * shift to look into: the rule of thumb of credit scoring (Lewis, "An Introduction to Credit Scoring", 1994; Siddiqi, "Credit
 * Risk Scorecards", 2006). Null when one of them is empty.
 */
export function driftOf(reference: readonly number[], recent: readonly number[]): Drift | null {
  const [before, after] = [reference, recent].map((counts) => counts.reduce((sum, count) => sum + count, 0)) as [number, number];
  if (!before || !after) return null;
  const share = (count: number, total: number): number => (count + 0.5) / (total + reference.length / 2);
  const psi = reference.reduce((sum, count, bin) => {
    const [was, is] = [share(count, before), share(recent[bin]!, after)];
    return sum + (is - was) * Math.log(is / was);
  }, 0);
  return { psi: rounded(psi), level: psi < 0.1 ? 'stable' : psi < 0.25 ? 'moderate' : 'significant' };
}

/** Scores by hundreds, a full thousand with the nine hundreds. */
export const scoreBins = 10;
export const scoreBin = (score: number): number => Math.min(Math.floor(score / 100), scoreBins - 1);

const edges = [-200, -100, -50, -10, 0, 1, 11, 51, 101, 201] as const;
/** What a factor adds or takes, in points: apart where it makes a difference to people, zero by itself. */
export const pointBins = edges.length + 1;
export const pointBin = (points: number): number => edges.filter((edge) => points >= edge).length;

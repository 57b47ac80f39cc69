/** A share with its confidence interval; all null when there was nothing to count. */
export interface Share {
  readonly of: number;
  readonly among: number;
  readonly share: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** The standard normal deviate of 95 %, two-sided. */
export const z95 = 1.959963984540054;

/** Six decimals: what is reported is compared to the bit, and logarithms end differently elsewhere. */
export const rounded = (value: number): number => Math.round(value * 1e6) / 1e6 + 0;

/**
 * A share with the score interval of Wilson (1927) at 95 %: it stays between 0 and 1 and holds for few trials, unlike ± 2 standard
 * errors (Newcombe, "Two-sided confidence intervals for the single proportion", 1998, method 3).
 */
export function shareOf(of: number, among: number): Share {
  if (among === 0) return { of, among, share: null, low: null, high: null };
  const square = z95 * z95;
  const middle = 2 * of + square;
  const spread = z95 * Math.sqrt(square + 4 * of * (1 - of / among));
  const divisor = 2 * (among + square);
  return {
    of,
    among,
    share: rounded(of / among),
    low: of === 0 ? 0 : rounded(Math.max((middle - spread) / divisor, 0)),
    high: of === among ? 1 : rounded(Math.min((middle + spread) / divisor, 1)),
  };
}

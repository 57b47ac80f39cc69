/**
 * How long many things took, in little room: counts of buckets whose bounds grow by a fifth, so that any quantile is told at
 * most a fifth too high (Masson, Rim, Lee: DDSketch, VLDB 2019). Sketches of several reporters add up bucket by bucket.
 */
const growth = 1.2;

/** Beyond a minute and a half, longer is not told from long. */
export const latencyBuckets = 64;

/** The bucket of a duration: the first whose upper bound it does not exceed. */
export function latencyBucketOf(milliseconds: number): number {
  const bucket = Math.ceil(Math.log(Math.max(milliseconds, 1)) / Math.log(growth));
  return Math.min(bucket, latencyBuckets - 1);
}

/** The milliseconds within which this share of all ended; null when nothing did. */
export function latencyQuantile(counts: readonly number[], share: number): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  let seen = 0;
  const bucket = counts.findIndex((count) => (seen += count) >= share * total);
  return growth ** bucket;
}

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { driftOf, pointBin, pointBins, scoreBin, scoreBins } from './drift.ts';
import { shareOf, z95 } from './proportion.ts';
import { noRanks, Paired, rankingOf, type Pair } from './ranking.ts';

describe('a share', () => {
  // Newcombe 1998, table I, method 3.
  test.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %i in %i lies between %f and %f', (of, among, low, high) => {
    const { low: least, high: most } = shareOf(of, among);
    expect([least!.toFixed(4), most!.toFixed(4)]).toEqual([low.toFixed(4), high.toFixed(4)]);
  });

  test('of nothing is not known, and no interval leaves 0 to 1 or misses its share', () => {
    expect(shareOf(0, 0)).toEqual({ of: 0, among: 0, share: null, low: null, high: null });
    fc.assert(
      fc.property(fc.nat(2000), fc.nat(2000), (one, other) => {
        const { share, low, high } = shareOf(one, one + other + 1);
        expect(low!).toBeGreaterThanOrEqual(0);
        expect(low!).toBeLessThanOrEqual(share!);
        expect(high!).toBeGreaterThanOrEqual(share!);
        expect(high!).toBeLessThanOrEqual(1);
      }),
    );
  });
});

function compare(pairs: readonly Pair[]) {
  const [live, draft] = [noRanks(), noRanks()];
  for (const pair of pairs) {
    live[pair.bad ? 'bad' : 'good'][pair.live]! += 1;
    draft[pair.bad ? 'bad' : 'good'][pair.draft]! += 1;
  }
  const [one, other] = [rankingOf(live), rankingOf(draft)];
  if (!one || !other) return null;
  const paired = new Paired(one, other);
  for (const pair of pairs) paired.add(pair);
  return paired.result();
}

/** By definition: every bad account beside every good one. */
function naive(pairs: readonly Pair[], by: 'live' | 'draft') {
  const [bads, goods] = [pairs.filter(({ bad }) => bad), pairs.filter(({ bad }) => !bad)];
  const wins = (low: number, high: number): number => (low < high ? 1 : low === high ? 0.5 : 0);
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const ofBad = bads.map((bad) => mean(goods.map((good) => wins(bad[by], good[by]))));
  const ofGood = goods.map((good) => mean(bads.map((bad) => wins(bad[by], good[by]))));
  return { auc: mean(ofBad), ofBad, ofGood };
}
function covariance(left: readonly number[], right: readonly number[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [one, other] = [mean(left), mean(right)];
  return left.reduce((sum, value, at) => sum + (value - one) * (right[at]! - other), 0) / (left.length - 1) / left.length;
}

describe('a ranking', () => {
  // Hanley & McNeil 1982, table I: 109 images read on a scale of five. They give an area of 0.893 and a standard error of 0.032.
  const normal = [33, 6, 6, 11, 2];
  const abnormal = [3, 2, 2, 11, 33];
  const images = (counts: readonly number[], bad: boolean): Pair[] =>
    counts.flatMap((count, rating) => Array.from({ length: count }, () => ({ live: 1000 - rating, draft: 1000 - rating, bad })));

  test('of the images of Hanley and McNeil is theirs', () => {
    const { live, difference } = compare([...images(normal, false), ...images(abnormal, true)])!;
    expect(live.value).toBeCloseTo(0.893, 3);
    expect((live.high! - live.low!) / 2 / z95).toBeCloseTo(0.032, 2);
    expect(difference).toEqual({ value: 0, low: 0, high: 0 });
  });

  test('that is perfect is 1, turned around 0, by chance a half, and of one kind alone there is none', () => {
    const bad = { live: 100, draft: 900, bad: true };
    const good = { live: 500, draft: 500, bad: false };
    expect(compare([bad, good, bad, good])).toEqual({
      live: { value: 1, low: 1, high: 1 },
      draft: { value: 0, low: 0, high: 0 },
      difference: { value: -1, low: -1, high: -1 },
    });
    expect(compare([bad, { ...good, live: 100, draft: 900 }])).toMatchObject({ live: { value: 0.5, low: null } });
    expect(compare([good, good])).toBeNull();
  });

  test('is as by definition (DeLong, DeLong and Clarke-Pearson 1988), ties included, whatever the scores', () => {
    const score = fc.oneof(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 498, max: 502 }));
    const pairs = fc.array(fc.record({ live: score, draft: score, bad: fc.boolean() }), { minLength: 4, maxLength: 60 });
    fc.assert(
      fc.property(pairs, (all) => {
        const [bads, goods] = [all.filter(({ bad }) => bad).length, all.filter(({ bad }) => !bad).length];
        fc.pre(bads > 1 && goods > 1);
        const [live, draft] = [naive(all, 'live'), naive(all, 'draft')];
        const result = compare(all)!;
        expect(result.live.value).toBeCloseTo(live.auc, 5);
        const cov = (one: typeof live, other: typeof live): number =>
          covariance(one.ofBad, other.ofBad) + covariance(one.ofGood, other.ofGood);
        const variance = cov(live, live) + cov(draft, draft) - 2 * cov(live, draft);
        const spread = z95 * Math.sqrt(Math.max(variance, 0));
        const { value, low, high } = result.difference;
        expect(value).toBeCloseTo(draft.auc - live.auc, 5);
        expect(low!).toBeCloseTo(Math.max(value - spread, -1), 5);
        expect(high!).toBeCloseTo(Math.min(value + spread, 1), 5);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a drift', () => {
  test('is the population stability index: 0.2747 from halves to a quarter and three, 0 where nothing moved', () => {
    expect(driftOf([500_000, 500_000], [250_000, 750_000])!.psi).toBeCloseTo(0.25 * Math.log(2) + 0.25 * Math.log(1.5), 4);
    expect(driftOf([5, 0, 7], [5, 0, 7])).toEqual({ psi: 0, level: 'stable' });
    expect(driftOf([0, 0], [1, 1])).toBeNull();
    expect(driftOf([900, 100], [800, 200])!.level).toBe('stable');
    expect(driftOf([900, 100], [750, 250])!.level).toBe('moderate');
    expect(driftOf([900, 100], [500, 500])!.level).toBe('significant');
  });

  test('is never negative or infinite, and the same seen from the other end', () => {
    const counts = fc.array(fc.nat(1000), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(counts, counts, (one, other) => {
        const [there, back] = [driftOf(one, other), driftOf(other, one)];
        if (!there || !back) return;
        expect(there.psi).toBeGreaterThanOrEqual(0);
        expect(Number.isFinite(there.psi)).toBe(true);
        expect(back.psi).toBeCloseTo(there.psi, 5);
      }),
    );
  });

  test('every score and every number of points has its bin', () => {
    const seen = new Set(Array.from({ length: 2001 }, (_, at) => pointBin(at - 1000)));
    expect([...seen]).toEqual(Array.from({ length: pointBins }, (_, bin) => bin));
    expect([pointBin(0), pointBin(-1) === pointBin(0), pointBin(1) === pointBin(0)]).toEqual([5, false, false]);
    expect(new Set(Array.from({ length: 1001 }, (_, score) => scoreBin(score))).size).toBe(scoreBins);
  });
});

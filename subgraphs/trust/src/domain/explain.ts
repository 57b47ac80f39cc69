import { apportion } from './apportion.ts';
import { factors, type Factor, type Model } from './model.ts';
import { sides, type Side } from './signal.ts';
import { pointsOf, slopes, type Weighed } from './weigh.ts';

/** What one factor adds to the score, or takes from it. */
export interface FactorPoints {
  readonly factor: Factor;
  /** The role it was earned in; null for what belongs to none. */
  readonly side: Side | null;
  readonly points: number;
}

/** Whole points by factor and role that sum up to the score, the strongest first. */
export function explain(weighed: readonly Weighed[], score: number, model: Model): FactorPoints[] {
  const slope = slopes(weighed, model);
  const exact = new Map<string, FactorPoints>();
  exact.set('start', { factor: 'start', side: null, points: slope.start });
  for (const entry of weighed) {
    const key = `${entry.factor}.${entry.side}`;
    const known = exact.get(key)?.points ?? 0;
    exact.set(key, { factor: entry.factor, side: entry.side, points: known + pointsOf(entry, slope) });
  }
  const entries = [...exact.values()].sort(byName);
  const whole = apportion(
    entries.map(({ points }) => points),
    score,
  );
  return entries
    .map((entry, index) => ({ ...entry, points: whole[index]! }))
    .filter(({ points }) => points !== 0)
    .sort((left, right) => Math.abs(right.points) - Math.abs(left.points) || byName(left, right));
}

type Named = Pick<FactorPoints, 'factor' | 'side'>;

function byName(left: Named, right: Named): number {
  const place = ({ factor, side }: Named): number => factors.indexOf(factor) * 4 + (side ? sides.indexOf(side) + 1 : 0);
  return place(left) - place(right);
}

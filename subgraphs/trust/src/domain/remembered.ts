import { compareFaded, halfLives, type HalfLife } from './decay.ts';
import type { Model } from './model.ts';
import type { Signal } from './signal.ts';

/** A signal as it is remembered for the explanation. */
export type RecentSignal = Pick<Signal, 'at' | 'kind' | 'side' | 'magnitude' | 'eventId'>;

/** The signals that weigh most, of each half-life: which of two is the stronger does not change while they fade alike. */
export type Strongest = Readonly<Partial<Record<HalfLife, readonly RecentSignal[]>>>;

export const keptSignals = 10;
export const keptStrongest = 3;

/** The latest signals after one more, newest first. */
export function remembered(recent: readonly RecentSignal[], signal: Signal): readonly RecentSignal[] {
  if (recent.length === keptSignals && newestFirst(recent.at(-1)!, signal) <= 0) return recent;
  return [...recent, bare(signal)].sort(newestFirst).slice(0, keptSignals);
}

/** Whether a signal belongs to the strongest: most do not, and cost nothing then. */
export function isStronger(known: Strongest | undefined, signal: Signal, model: Model): boolean {
  const { halfLife } = model.kinds[signal.kind];
  const same = known?.[halfLife] ?? [];
  return same.length < keptStrongest || strongestFirst(model, halfLife)(same.at(-1)!, signal) > 0;
}

/** The strongest after one more. */
export function strongest(known: Strongest | undefined, signal: Signal, model: Model): Strongest {
  const { halfLife } = model.kinds[signal.kind];
  const sorted = [...(known?.[halfLife] ?? []), bare(signal)].sort(strongestFirst(model, halfLife));
  return { ...known, [halfLife]: sorted.slice(0, keptStrongest) };
}

const bare = ({ at, kind, side, magnitude, eventId }: Signal): RecentSignal => ({ at, kind, side, magnitude, eventId });

const strongestFirst = (model: Model, halfLife: HalfLife) => (left: RecentSignal, right: RecentSignal) =>
  compareFaded(weighed(right, model), weighed(left, model), halfLives[halfLife]) || newestFirst(left, right);

const weighed = ({ at, kind, magnitude }: RecentSignal, model: Model) => ({
  at,
  weight: Math.abs(model.kinds[kind].weight) * magnitude,
});

/** A total order, so that what is kept does not depend on what came first. Our own ids sort by time. */
function newestFirst(left: RecentSignal, right: RecentSignal): number {
  return right.at - left.at || compare(right.eventId, left.eventId) || compare(keyOf(left), keyOf(right));
}

const keyOf = ({ kind, side, magnitude }: RecentSignal): string => `${side}.${kind}.${magnitude}`;
const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

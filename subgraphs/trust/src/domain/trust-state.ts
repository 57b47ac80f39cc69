import { addEvidence, evidenceAt, halfLives, type Evidence, type HalfLife } from './decay.ts';
import type { Model } from './model.ts';
import { kinds, sides, type Kind, type Side, type Signal } from './signal.ts';

/** Which evidence: who acted as what, what happened, how fast it fades. */
export type Cell = `${Side}.${Kind}.${HalfLife}`;

/** A signal as it is remembered for the explanation. */
export type RecentSignal = Pick<Signal, 'at' | 'kind' | 'side' | 'magnitude' | 'eventId'>;

/**
 * All that is kept of an account's conduct, of bounded size. Evidence is counted, not weighed: another model reads the same
 * state. Signals give the same state in whatever order they come.
 */
export interface TrustState {
  readonly evidence: Readonly<Partial<Record<Cell, Evidence>>>;
  /** The latest, newest first; at most {@link keptSignals}. */
  readonly recent: readonly RecentSignal[];
}

export const blank: TrustState = { evidence: {}, recent: [] };
export const keptSignals = 10;

/** The state after one more signal. Costs the same whatever the account did before. */
export function apply(state: TrustState, signal: Signal, model: Model): TrustState {
  const { halfLife } = model.kinds[signal.kind];
  const cell: Cell = `${signal.side}.${signal.kind}.${halfLife}`;
  const evidence = addEvidence(state.evidence[cell] ?? [], halfLives[halfLife], signal.at, signal.magnitude);
  return { evidence: { ...state.evidence, [cell]: evidence }, recent: remembered(state.recent, signal) };
}

function remembered(recent: readonly RecentSignal[], { at, kind, side, magnitude, eventId }: Signal): readonly RecentSignal[] {
  const signal = { at, kind, side, magnitude, eventId };
  if (recent.length === keptSignals && newestFirst(recent.at(-1)!, signal) <= 0) return recent;
  return [...recent, signal].sort(newestFirst).slice(0, keptSignals);
}

/** A total order, so that what is kept does not depend on what came first. Our own ids sort by time. */
function newestFirst(left: RecentSignal, right: RecentSignal): number {
  return right.at - left.at || compare(right.eventId, left.eventId) || compare(keyOf(left), keyOf(right));
}

const keyOf = ({ kind, side, magnitude }: RecentSignal): string => `${side}.${kind}.${magnitude}`;
const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/** Decayed evidence of one kind on one side: how many whole signals it still amounts to. */
export interface Count {
  readonly side: Side;
  readonly kind: Kind;
  readonly count: number;
}

/** What is left of everything at a time, always in the same order: a sum of doubles depends on it. */
export function countsAt(state: TrustState, now: number): Count[] {
  const counts: Count[] = [];
  for (const { cell, side, kind, halfLife } of cells) {
    const evidence = state.evidence[cell];
    const count = evidence ? evidenceAt(evidence, halfLife, now) : 0;
    if (count > 0) counts.push({ side, kind, count });
  }
  return counts;
}

const halfLifeNames = Object.keys(halfLives) as HalfLife[];
const cells = sides.flatMap((side) =>
  kinds.flatMap((kind) =>
    halfLifeNames.map((name) => ({ cell: `${side}.${kind}.${name}` as Cell, side, kind, halfLife: halfLives[name] })),
  ),
);

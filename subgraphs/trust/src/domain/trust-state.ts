import { addEvidence, evidenceAt, halfLives, type Evidence, type HalfLife } from './decay.ts';
import type { Model } from './model.ts';
import { kinds, sides, type Kind, type Side, type Signal } from './signal.ts';
import { heard, newcomer, opinionWorth, type Standing, type Voice } from './testimony.ts';

/** Which evidence: who acted as what, what happened, how fast it fades, and whether no one of standing vouches for it. */
export type Cell = `${Side}.${Kind}.${HalfLife}${'' | '.unvouched'}`;

/** A signal as it is remembered for the explanation. */
export type RecentSignal = Pick<Signal, 'at' | 'kind' | 'side' | 'magnitude' | 'eventId'>;

/**
 * All that is kept of an account's conduct, of bounded size. Evidence is counted, not weighed: another model reads the same
 * state; only opinions are weighed, when the table of voices is full, by the model of then. Signals without another account
 * in them give the same state in whatever order they come; the others count by what that account was at the time.
 */
export interface TrustState {
  readonly evidence: Readonly<Partial<Record<Cell, Evidence>>>;
  /** The latest, newest first; at most {@link keptSignals}. */
  readonly recent: readonly RecentSignal[];
  /** The latest opinion of each of the accounts that spoke last, in the order in which they did. */
  readonly voices?: readonly Voice[];
  /** What this account's own word was worth when something was last heard of it. */
  readonly standing?: Standing;
}

export const blank: TrustState = { evidence: {}, recent: [] };
export const keptSignals = 10;

/** What another account's word is worth now. */
export type StandingOf = (accountId: string) => Standing;

/** The state after one more signal. Costs the same whatever the account did before. */
export function apply(
  state: TrustState,
  signal: Signal,
  model: Model,
  standingOf: StandingOf = () => newcomer(model),
): TrustState {
  const recent = remembered(state.recent, signal);
  const { from } = signal;
  if (from === undefined || !model.vouched) return { ...state, evidence: booked(state.evidence, signal, true, model), recent };
  const { kind, side, at, magnitude } = signal;
  if (!model.kinds[kind].opinion)
    return { ...state, evidence: booked(state.evidence, signal, standingOf(from).vouches, model), recent };
  const { voices, settled } = heard(state.voices ?? [], { from, kind, side, at, magnitude }, standingOf);
  return { ...state, evidence: settled ? bookedVoice(state.evidence, settled, model) : state.evidence, recent, voices };
}

type Ledger = TrustState['evidence'];

function booked(
  ledger: Ledger,
  { side, kind, at, magnitude }: Omit<RecentSignal, 'eventId'>,
  vouched: boolean,
  model: Model,
): Ledger {
  if (magnitude === 0) return ledger;
  const { halfLife } = model.kinds[kind];
  const cell: Cell = `${side}.${kind}.${halfLife}${vouched ? '' : '.unvouched'}`;
  return { ...ledger, [cell]: addEvidence(ledger[cell] ?? [], halfLives[halfLife], at, magnitude) };
}

const bookedVoice = (ledger: Ledger, voice: Voice, model: Model): Ledger =>
  booked(ledger, { ...voice, magnitude: opinionWorth(voice) }, voice.standing.vouches, model);

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
  readonly vouched: boolean;
  readonly count: number;
}

/** What is left of everything at a time, always in the same order: a sum of doubles depends on it. */
export function countsAt(state: TrustState, model: Model, now: number): Count[] {
  const voices = model.vouched ? (state.voices ?? []) : [];
  const ledger = voices.reduce((sum, voice) => bookedVoice(sum, voice, model), state.evidence);
  const found = (Object.keys(ledger) as Cell[]).map((cell) => ({ ...cells.get(cell)!, evidence: ledger[cell]! }));
  return found
    .sort((left, right) => left.place - right.place)
    .map(({ side, kind, vouched, halfLife, evidence }) => ({ side, kind, vouched, count: evidenceAt(evidence, halfLife, now) }))
    .filter(({ count }) => count > 0);
}

const halfLifeNames = Object.keys(halfLives) as HalfLife[];
const everyCell = ([true, false] as const).flatMap((vouched) =>
  sides.flatMap((side) =>
    kinds.flatMap((kind) =>
      halfLifeNames.map((name) => {
        const cell: Cell = `${side}.${kind}.${name}${vouched ? '' : '.unvouched'}`;
        return { cell, side, kind, vouched, halfLife: halfLives[name] };
      }),
    ),
  ),
);
const cells = new Map(everyCell.map((cell, place) => [cell.cell, { ...cell, place }]));

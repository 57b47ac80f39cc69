import { addEvidence, evidenceIn, halfLives, placeOf, type Evidence, type HalfLife, type Place } from './decay.ts';
import { learned, type Fact, type Facts } from './fact.ts';
import { refreshed, relinked, type Link } from './link.ts';
import type { Model } from './model.ts';
import { isStronger, type RecentSignal, remembered, strongest, type Strongest } from './remembered.ts';
import { kinds, sides, type Kind, type Side, type Signal } from './signal.ts';
import { heard, newcomer, opinionWorth, type Standing, type Voice } from './testimony.ts';

/** Which evidence: who acted as what, what happened, how fast it fades, and whether no one of standing vouches for it. */
export type Cell = `${Side}.${Kind}.${HalfLife}${'' | '.unvouched'}`;

/**
 * All that is kept of an account's conduct, of bounded size. Evidence is counted, not weighed: another model reads the same
 * state; only opinions are weighed, when the table of voices is full, by the model of then. Signals without another account
 * in them give the same state in whatever order they come; the others count by what that account was at the time.
 */
export interface TrustState {
  readonly evidence: Readonly<Partial<Record<Cell, Evidence>>>;
  /** The latest, newest first; at most ten. */
  readonly recent: readonly RecentSignal[];
  /** Those that weigh most, of each half-life. */
  readonly strongest?: Strongest;
  /** The latest opinion of each of the accounts that spoke last, in the order in which they did. */
  readonly voices?: readonly Voice[];
  /** Accounts that share something with this one, the worst first. */
  readonly links?: readonly Link[];
  readonly facts?: Facts;
  /** What this account's own word was worth when something was last heard of it. */
  readonly standing?: Standing;
}

export const blank: TrustState = { evidence: {}, recent: [] };

/** What another account's word is worth now. */
export type StandingOf = (accountId: string) => Standing;

/** The state after one more signal. Costs the same whatever the account did before. */
export function apply(
  state: TrustState,
  signal: Signal,
  model: Model,
  standingOf: StandingOf = () => newcomer(model),
): TrustState {
  const known = refreshedLinks(remembering(dated(state, signal), signal, model), model, standingOf);
  const { from, kind, side, at, magnitude, eventId } = signal;
  const { opinion = false } = model.kinds[kind];
  if (from == null || !opinion) {
    const vouched = from === undefined || (from !== null && standingOf(from).vouches);
    return { ...known, evidence: booked(known.evidence, signal, vouched, model) };
  }
  const { voices, settled } = heard(known.voices ?? [], { from, kind, side, at, magnitude, eventId }, standingOf);
  return { ...known, evidence: settled ? bookedVoice(known.evidence, settled, model) : known.evidence, voices };
}

/** The state once something is known that is not conduct. */
export function learn(state: TrustState, fact: Fact, model: Model, standingOf: StandingOf = () => newcomer(model)): TrustState {
  if (fact.fact === 'linked' || fact.fact === 'unlinked')
    return refreshedLinks({ ...state, links: relinked(state.links ?? [], fact, model) }, model, standingOf);
  return { ...state, facts: learned(state.facts ?? {}, fact) };
}

/** Links as of now: what is held against the others moves without a word about this account. */
export function refreshedLinks(state: TrustState, model: Model, standingOf: StandingOf): TrustState {
  return state.links?.length ? { ...state, links: refreshed(state.links, state.facts?.since, model, standingOf) } : state;
}

function dated(state: TrustState, { at }: Signal): TrustState {
  const { since = at } = state.facts ?? {};
  return { ...state, facts: { ...state.facts, since: Math.min(since, at) } };
}

function remembering(state: TrustState, signal: Signal, model: Model): TrustState {
  const recent = remembered(state.recent, signal);
  // Opinions are kept as voices, weighed by who speaks.
  if (model.kinds[signal.kind].opinion || !isStronger(state.strongest, signal, model)) return { ...state, recent };
  return { ...state, recent, strongest: strongest(state.strongest, signal, model) };
}

type Ledger = TrustState['evidence'];

/** The state as if the marketplace had said that many more of the same: for questions of what would be. */
export const supposing = (
  state: TrustState,
  deed: Pick<Signal, 'side' | 'kind' | 'at'>,
  count: number,
  model: Model,
): TrustState => ({
  ...state,
  evidence: booked(state.evidence, { ...deed, magnitude: 1000 }, true, model, count),
});

function booked(
  ledger: Ledger,
  { side, kind, at, magnitude }: Pick<Signal, 'side' | 'kind' | 'at' | 'magnitude'>,
  vouched: boolean,
  model: Model,
  count = 1,
): Ledger {
  if (magnitude === 0) return ledger;
  const { halfLife } = model.kinds[kind];
  const cell: Cell = `${side}.${kind}.${halfLife}${vouched ? '' : '.unvouched'}`;
  return { ...ledger, [cell]: addEvidence(ledger[cell] ?? [], halfLives[halfLife], at, magnitude, count) };
}

const bookedVoice = (ledger: Ledger, voice: Voice, model: Model): Ledger =>
  booked(ledger, { ...voice, magnitude: opinionWorth(voice) }, voice.standing.vouches, model);

/** Decayed evidence of one kind on one side: how many whole signals it still amounts to. */
export interface Count {
  readonly side: Side;
  readonly kind: Kind;
  readonly vouched: boolean;
  readonly count: number;
}

/** What is left of everything at a time, always in the same order: a sum of doubles depends on it. */
export function countsAt(state: TrustState, model: Model, now: number): Count[] {
  const ledger = (state.voices ?? []).reduce((sum, voice) => bookedVoice(sum, voice, model), state.evidence);
  const places = new Map<number, Place>(Object.values(halfLives).map((halfLife) => [halfLife, placeOf(now, halfLife)]));
  const found = (Object.keys(ledger) as Cell[]).map((cell) => ({ ...cells.get(cell)!, evidence: ledger[cell]! }));
  return found
    .sort((left, right) => left.place - right.place)
    .map(({ side, kind, vouched, halfLife, evidence }) => ({
      side,
      kind,
      vouched,
      count: evidenceIn(evidence, places.get(halfLife)!),
    }))
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

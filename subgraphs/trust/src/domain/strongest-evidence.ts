import { addEvidence, evidenceAt, halfLives, type HalfLife } from './decay.ts';
import type { LinkKind } from './fact.ts';
import { inherited } from './link.ts';
import type { Model } from './model.ts';
import type { Kind, Side } from './signal.ts';
import { opinionWorth } from './testimony.ts';
import type { TrustState } from './trust-state.ts';

/** One thing that moved the score much, with the event that said so. */
export interface StrongEvidence {
  readonly kind: Kind | null;
  readonly side: Side | null;
  readonly at: number;
  readonly eventId: string;
  /** What is left of it, in weight; against the account when negative. */
  readonly weight: number;
  /** Whose opinion it is, or with whom something is shared. */
  readonly account: string | null;
  readonly via: LinkKind | null;
}

const shown = 10;

/** The evidence that weighs most at a time: what the account did, what was said of it, with whom it shares what. */
export function strongestEvidence(state: TrustState, model: Model, now: number): StrongEvidence[] {
  return [...deedsOf(state, model, now), ...opinionsOf(state, model, now), ...linksOf(state, model, now)]
    .filter(({ weight }) => Math.abs(weight) >= 0.001)
    .sort((left, right) => Math.abs(right.weight) - Math.abs(left.weight) || right.at - left.at)
    .slice(0, shown);
}

const left = (halfLife: HalfLife, at: number, magnitude: number, now: number): number =>
  evidenceAt(addEvidence([], halfLives[halfLife], at, magnitude), halfLives[halfLife], now);

function deedsOf({ strongest = {} }: TrustState, model: Model, now: number): StrongEvidence[] {
  return Object.values(strongest)
    .flat()
    .map(({ kind, side, at, eventId, magnitude }) => {
      const { weight, halfLife } = model.kinds[kind];
      return { kind, side, at, eventId, weight: weight * left(halfLife, at, magnitude, now), account: null, via: null };
    });
}

function opinionsOf({ voices = [] }: TrustState, model: Model, now: number): StrongEvidence[] {
  return voices.map((voice) => {
    const { kind, side, at, eventId, from } = voice;
    const { weight, halfLife } = model.kinds[kind];
    return { kind, side, at, eventId, weight: weight * left(halfLife, at, opinionWorth(voice), now), account: from, via: null };
  });
}

function linksOf({ links = [] }: TrustState, model: Model, now: number): StrongEvidence[] {
  return inherited(links, model, now).map(({ link: { to, via, at, eventId }, weight }) => ({
    kind: null,
    side: null,
    at,
    eventId,
    weight: -weight,
    account: to,
    via,
  }));
}

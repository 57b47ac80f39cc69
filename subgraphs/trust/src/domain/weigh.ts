import { days } from '@praetor/kernel/clock';
import { levelOf } from './fact.ts';
import { inherited } from './link.ts';
import type { Factor, Model } from './model.ts';
import type { Side } from './signal.ts';
import { countsAt, type TrustState } from './trust-state.ts';

/** One thing that moves a score, as of a time. */
export interface Weighed {
  readonly factor: Exclude<Factor, 'start'>;
  /** Null for what belongs to no role. */
  readonly side: Side | null;
  /** Against the account when negative. */
  readonly weight: number;
  /** Whether someone of standing says so; nothing else earns or takes a tier. */
  readonly vouched: boolean;
  readonly severe: boolean;
}

/** What the account did, weighed by the model, in a fixed order: sums of doubles depend on it. */
export function conductOf(state: TrustState, model: Model, now: number): Weighed[] {
  return countsAt(state, model, now).map(({ side, kind, vouched, count }) => {
    const { factor, weight, severe } = model.kinds[kind];
    return { factor, side, vouched, weight: count * weight, severe: severe && weight < 0 };
  });
}

/** Who it is and whom it belongs to: verification, age, and what those it shares something with have done. */
export function circumstancesOf({ facts = {}, links = [] }: TrustState, model: Model, now: number): Weighed[] {
  const { verification, age } = model.anchors;
  const known = facts.since === undefined ? 0 : Math.max(now - facts.since, 0);
  const linked = inherited(links, model, now).reduce((sum, { weight }) => sum + weight, 0);
  const all: Weighed[] = [
    { factor: 'verification', side: null, vouched: true, severe: false, weight: verification[levelOf(facts)] },
    { factor: 'age', side: null, vouched: false, severe: false, weight: (age.most * known) / (known + days(age.halfDays)) },
    { factor: 'links', side: null, vouched: true, severe: true, weight: -linked },
  ];
  return all.filter(({ weight }) => weight !== 0);
}

/** What is bad on one side weighs more as far as the good lies on the other. */
export function amplified(weighed: readonly Weighed[], { crossSide, prior }: Model): Weighed[] {
  const good = { buyer: goodOf(weighed, 'buyer'), seller: goodOf(weighed, 'seller') };
  const all = good.buyer + good.seller + prior.good;
  const factorOf = { buyer: 1 + (crossSide * good.seller) / all, seller: 1 + (crossSide * good.buyer) / all };
  return weighed.map((entry) =>
    entry.weight < 0 && entry.side ? { ...entry, weight: entry.weight * factorOf[entry.side] } : entry,
  );
}

const goodOf = (weighed: readonly Weighed[], side: Side): number =>
  weighed.reduce((sum, entry) => (entry.side === side && entry.weight > 0 ? sum + entry.weight : sum), 0);

export const totalOf = (weighed: readonly Weighed[]): number => weighed.reduce((sum, { weight }) => sum + Math.abs(weight), 0);

export const severeOf = (weighed: readonly Weighed[]): number =>
  weighed.reduce((sum, entry) => (entry.severe ? sum - entry.weight : sum), 0);

/** What one unit of good, and of bad, moves the score by, in points. */
export interface Slopes {
  readonly start: number;
  readonly up: number;
  readonly down: number;
}

export function slopes(weighed: readonly Weighed[], { prior }: Model): Slopes {
  const start = prior.good / (prior.good + prior.bad);
  const divisor = weighed.reduce((sum, { weight }) => sum + Math.abs(weight), prior.good + prior.bad);
  return { start: 1000 * start, up: (1000 * (1 - start)) / divisor, down: (1000 * start) / divisor };
}

export const pointsOf = ({ weight }: Weighed, { up, down }: Slopes): number => weight * (weight > 0 ? up : down);

/**
 * The mean of a beta distribution over the decayed evidence (Jøsang & Ismail 2002), (a + good) / (a + b + good + bad), in
 * thousandths. Against the start a / (a + b), each piece of evidence moves it by its own weight over the same divisor, which is
 * why points can be told apart exactly.
 */
export function scoreOf(weighed: readonly Weighed[], model: Model): number {
  const slope = slopes(weighed, model);
  const mean = weighed.reduce((sum, entry) => sum + pointsOf(entry, slope), slope.start);
  return Math.min(Math.max(Math.round(mean), 0), 1000);
}

import { days } from '@praetor/kernel/clock';
import { assess } from './assess.ts';
import type { Model, Tier } from './model.ts';
import type { Kind, Side } from './signal.ts';
import { supposing, type TrustState } from './trust-state.ts';

/** Something that would change the tier, and to what: simulated, not estimated. */
export type Counterfactual = { readonly tier: Tier } & (
  | {
      readonly what: 'deeds';
      readonly kind: Kind;
      readonly side: Side;
      /** The fewest of them, today, said by the marketplace itself. */
      readonly count: number;
    }
  | { readonly what: 'verification' }
  | {
      readonly what: 'time';
      /** How long of nothing else happening, in whole weeks. */
      readonly weeks: number;
    }
);

/** What is asked about: the commonest good deed of each role, and the bad ones that weigh. */
const deeds: readonly (readonly [Kind, Side])[] = [
  ['orderCompleted', 'buyer'],
  ['orderCompleted', 'seller'],
  ['paymentFailed', 'buyer'],
  ['chargebackRaised', 'buyer'],
  ['couponAbused', 'buyer'],
  ['orderFailed', 'seller'],
  ['disputeLost', 'seller'],
  ['delisted', 'seller'],
];
const mostDeeds = 256;
const mostWeeks = 104;

/** The tier by the model, whatever staff decided. */
function tierBy(state: TrustState, model: Model, now: number): Tier {
  const { tier, overridden } = assess(state, model, now);
  return overridden?.tier ?? tier;
}

/** What would change the tier of an account: each really does when it is simulated, and one less does not. */
export function whatWouldChange(state: TrustState, model: Model, now: number): Counterfactual[] {
  const tier = tierBy(state, model, now);
  const byDeeds = deeds.flatMap(([kind, side]): Counterfactual[] => {
    const then = (count: number): Tier => tierBy(supposing(state, { kind, side, at: now }, count, model), model, now);
    const count = fewest((many) => then(many) !== tier);
    return count === null ? [] : [{ what: 'deeds', kind, side, count, tier: then(count) }];
  });
  return [...byDeeds, ...verified(state, tier, model, now), ...faded(state, tier, model, now)];
}

/** The fewest for which it holds, found by doubling and halving; null when that many do not do. */
function fewest(holds: (count: number) => boolean): number | null {
  let [not, does] = [0, 1];
  while (!holds(does)) {
    if (does >= mostDeeds) return null;
    [not, does] = [does, does * 2];
  }
  while (does - not > 1) {
    const middle = (not + does) >> 1;
    if (holds(middle)) does = middle;
    else not = middle;
  }
  return does;
}

function verified(state: TrustState, tier: Tier, model: Model, now: number): Counterfactual[] {
  const facts = { ...state.facts, verified: { ...state.facts?.verified, kyc: { at: now, level: 'identified' as const } } };
  const then = tierBy({ ...state, facts }, model, now);
  return then === tier ? [] : [{ what: 'verification', tier: then }];
}

function faded(state: TrustState, tier: Tier, model: Model, now: number): Counterfactual[] {
  for (let weeks = 1; weeks <= mostWeeks; weeks += 1) {
    const then = tierBy(state, model, now + days(7 * weeks));
    if (then !== tier) return [{ what: 'time', weeks, tier: then }];
  }
  return [];
}

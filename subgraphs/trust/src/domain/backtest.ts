import { Refusal } from '@praetor/kernel/refusal';
import { assess, type Assessment } from './assess.ts';
import type { Model } from './model.ts';
import { namedBy } from './named.ts';
import { hearAll, type Conduct, type Statement } from './profile.ts';
import { blank, type TrustState } from './trust-state.ts';

/** How a backtest stands. */
export const backtestStates = ['running', 'finished', 'cancelled'] as const;
export type BacktestState = (typeof backtestStates)[number];

/**
 * What it does, in this order: history before the instant at which accounts are scored, their scores then, history after it with what
 * became of them, their scores at the end, the decisions of that time, and the sum of it all.
 */
export const backtestPhases = ['warmingUp', 'scoring', 'following', 'comparing', 'deciding', 'summing'] as const;
export type BacktestPhase = (typeof backtestPhases)[number];

/** The same by the live model, and by the one that is tried. */
export interface Sides<T> {
  readonly live: T;
  readonly draft: T;
}

export const bySide = <T, R>({ live, draft }: Sides<T>, work: (one: T, side: keyof Sides<T>) => R): Sides<R> => ({
  live: work(live, 'live'),
  draft: work(draft, 'draft'),
});

/** What both models know of one account. */
export type Known = Sides<Conduct>;
const nothing: Conduct = { state: blank, evaluatedAt: 0 };

/** One statement, and when it was heard. */
export interface Heard {
  readonly statement: Statement;
  readonly heardAt: number;
}

/** Whose standing either model wants to know to hear these statements. */
export function namedIn(heard: readonly Heard[], known: ReadonlyMap<string, Known>, models: Sides<Model>): Set<string> {
  const statements = heard.map(({ statement }) => statement);
  const named = bySide(models, (model, side) => namedBy(statements, (id) => known.get(id)?.[side].state, model));
  return named.live.union(named.draft);
}

/** What both know after these statements, of whoever they are about and whoever was warned by them: heard as the consumer hears them. */
export function replayed(
  known: ReadonlyMap<string, Known>,
  heard: readonly Heard[],
  models: Sides<Model>,
): ReadonlyMap<string, Known> {
  const touched = new Set<string>();
  const after = bySide(models, (model, side) => {
    const conduct = new Map<string, Conduct>([...known].map(([id, one]) => [id, one[side]]));
    for (const { statement, heardAt } of heard)
      for (const [id, one] of hearAll(conduct, [statement], { model, now: heardAt, fresh: () => nothing })) {
        conduct.set(id, one);
        touched.add(id);
      }
    return conduct;
  });
  return new Map([...touched].map((id) => [id, bySide(after, (conduct) => conduct.get(id) ?? nothing)]));
}

/** What both models make of an account at an instant. */
export const assessedAt = (known: Known, models: Sides<Model>, at: number): Sides<Assessment> =>
  bySide(models, (model, side) => assess(known[side].state, model, at));

/** The same of one state that both read, as on the day when the draft is published. */
export const assessedBoth = (state: TrustState, models: Sides<Model>, at: number): Sides<Assessment> =>
  bySide(models, (model) => assess(state, model, at));

/** Someone would look at it, or it is kept small: what a model does about those it thinks bad. */
export const isHeldBack = ({ limits }: Assessment): boolean => limits.manualReview;

/** One at a time, so that history is read once and not by everyone at once. */
export class BacktestRunning extends Refusal {
  readonly code = 'TRUST_BACKTEST_RUNNING';
  constructor() {
    super('Another backtest runs. Wait for it, or cancel it.');
  }
}

/** It is over. */
export class BacktestNotRunning extends Refusal {
  readonly code = 'TRUST_BACKTEST_NOT_RUNNING';
  constructor(state: BacktestState) {
    super(`This backtest is ${state} already.`);
  }
}

/** There is nothing to try a model on. */
export class NoHistory extends Refusal {
  readonly code = 'TRUST_NO_HISTORY';
  constructor() {
    super('Nothing was heard of any account yet, so there is no history to try a model on.');
  }
}

import { Refusal } from '@praetor/kernel/refusal';
import type { BacktestReport } from './backtest-report.ts';

/** What a model has to show before it is published. A tenant's own; see {@link usualGate}. */
export interface ModelGate {
  /** How many days of what became of accounts a backtest has to look at, where there is as much history. */
  readonly windowDays: number;
  /** How old it may be. */
  readonly maxAgeDays: number;
  /** The most of all accounts that may change tier, in percent. */
  readonly mostTierChangedPercent: number;
  /** The most of all decisions that may come out differently, in percent. */
  readonly mostFlippedPercent: number;
  /** By how many thousandths the area under the curve may fall even if it falls for certain. */
  readonly mostAucLossPermille: number;
  /** How many accounts have to have turned out badly, so that there is something to tell by. */
  readonly leastBad: number;
}

export const usualGate: ModelGate = {
  windowDays: 90,
  maxAgeDays: 7,
  mostTierChangedPercent: 20,
  mostFlippedPercent: 10,
  mostAucLossPermille: 0,
  leastBad: 0,
};

/** In what a model falls short. */
export const gateBreaches = ['tierChanged', 'decisionsFlipped', 'aucLost', 'tooFewOutcomes'] as const;
export type GateBreach = (typeof gateBreaches)[number];

/** A loss counts when chance does not explain it: the whole interval of the difference lies below zero. */
export function breachesOf({ tierChanged, flipped, auc, bad }: BacktestReport, gate: ModelGate): GateBreach[] {
  const lost = auc?.difference.high != null && auc.difference.high < 0 && -auc.difference.value * 1000 > gate.mostAucLossPermille;
  const breached: Record<GateBreach, boolean> = {
    tierChanged: (tierChanged.share ?? 0) * 100 > gate.mostTierChangedPercent,
    decisionsFlipped: (flipped.share ?? 0) * 100 > gate.mostFlippedPercent,
    aucLost: lost,
    tooFewOutcomes: bad < gate.leastBad,
  };
  return gateBreaches.filter((breach) => breached[breach]);
}

/** Nothing shows what it would have done. */
export class ModelNotBacktested extends Refusal {
  readonly code = 'TRUST_MODEL_NOT_BACKTESTED';
  constructor(maxAgeDays: number) {
    super(
      `Finish a backtest of exactly this model, beside the one that is live, on history of the last ${maxAgeDays} days, without times of your own.`,
    );
  }
}

/** What it would have done is more than the tenant allows without a word. */
export class ModelFailsBacktest extends Refusal {
  readonly code = 'TRUST_MODEL_FAILS_BACKTEST';
  constructor(breaches: readonly GateBreach[]) {
    super(`The backtest does not allow it: ${breaches.join(', ')}. Change the model, or say in \`despiteBacktest\` why.`);
  }
}

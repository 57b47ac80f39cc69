import { z } from 'zod';
import { defineEvent } from './contract.ts';

/** In what a model falls short of what its tenant demands. */
export const gateBreach = z.enum(['tierChanged', 'decisionsFlipped', 'aucLost', 'tooFewOutcomes']);

/** A trial of a version of a tenant's trust model on stored history, beside the live one. */
const backtest = {
  backtestId: z.string(),
  modelId: z.string(),
  /** SHA-256, hex, of both models as canonical JSON (RFC 8785). */
  draftHash: z.string(),
  liveHash: z.string(),
  /** The instant at which accounts are scored, and until when it is looked at what became of them. */
  scoredAt: z.iso.datetime(),
  until: z.iso.datetime(),
  /** Nobody chose these times: it counts for publishing. */
  usualWindow: z.boolean(),
};

export const trustBacktestStarted = defineEvent('trust.backtestStarted.v1', backtest);
/** The same history and models give the same hash. */
export const trustBacktestFinished = defineEvent('trust.backtestFinished.v1', {
  ...backtest,
  reportHash: z.string(),
  accounts: z.int().min(0),
  tierChanged: z.int().min(0),
  /** In what the model falls short of what the tenant demands. */
  breaches: z.array(gateBreach),
});
export const trustBacktestCancelled = defineEvent('trust.backtestCancelled.v1', backtest);

const demands = {
  windowDays: z.int(),
  maxAgeDays: z.int(),
  mostTierChangedPercent: z.int(),
  mostFlippedPercent: z.int(),
  mostAucLossPermille: z.int(),
  leastBad: z.int(),
};
/** What a model has to show before it is published is another from now on. */
export const trustModelGateChanged = defineEvent('trust.modelGateChanged.v1', demands);

/** A model that runs beside the live one and decides nothing; `draftHash` is of what runs, whatever becomes of the draft. */
const shadow = { shadowId: z.string(), modelId: z.string(), draftHash: z.string() };
export const trustShadowStarted = defineEvent('trust.shadowStarted.v1', shadow);
export const trustShadowEnded = defineEvent('trust.shadowEnded.v1', {
  ...shadow,
  why: z.enum(['stopped', 'published', 'rolledBack', 'discarded']),
});

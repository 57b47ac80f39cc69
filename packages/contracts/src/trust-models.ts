import { z } from 'zod';
import { defineEvent } from './contract.ts';
import { gateBreach } from './trust-backtests.ts';

/** A version of a tenant's trust model: `modelVersion` names it in scores and decisions, the hash is of its content (RFC 8785, SHA-256). */
const model = { modelId: z.string(), number: z.int().min(1), modelVersion: z.string(), modelHash: z.string() };

/** A draft was begun as a copy of another version, perhaps with changes. */
export const trustModelDrafted = defineEvent('trust.modelDrafted.v1', { ...model, basedOnId: z.string() });
export const trustModelEdited = defineEvent('trust.modelEdited.v1', { ...model, previousHash: z.string() });
/** It waits for a second person and does not change meanwhile. */
export const trustModelSubmitted = defineEvent('trust.modelSubmitted.v1', { ...model, decideBy: z.iso.datetime() });
/** It is a draft again. */
export const trustModelDeclined = defineEvent('trust.modelDeclined.v1', { ...model, why: z.enum(['rejected', 'withdrawn']) });
/** Scores and decisions are by it from now on. */
export const trustModelPublished = defineEvent('trust.modelPublished.v1', {
  ...model,
  previousVersion: z.string(),
  submittedById: z.string(),
  approvedById: z.string(),
  /** The trial on history that shows what it does; null where there was no history. */
  backtestId: z.string().nullable(),
  /** In what it falls short of what the tenant demands, and was published all the same: the reason of the event says why. */
  breaches: z.array(gateBreach),
});
/** Nobody publishes this draft any more. */
export const trustModelDiscarded = defineEvent('trust.modelDiscarded.v1', model);
/** Scores and decisions are by an earlier version again. */
export const trustModelRolledBack = defineEvent('trust.modelRolledBack.v1', { ...model, previousVersion: z.string() });

import { createHash } from 'node:crypto';
import { parseCanonical } from '@praetor/transparency/canonical';
import { z } from 'zod';
import { assess } from '../domain/assess.ts';
import { decide } from '../domain/decide.ts';
import { actions, paymentMethods, type Model } from '../domain/model.ts';
import type { TrustState } from '../domain/trust-state.ts';
import { digestOf } from './digest.ts';
import { exportFormat, knownStates } from './export-decisions.ts';

const Decision = z.object({
  id: z.string(),
  questionDigest: z.string(),
  accountId: z.string().nullable(),
  externalRef: z.string().nullable(),
  action: z.enum(actions),
  amountMinor: z.int().nullable(),
  currency: z.string().nullable(),
  context: z.object({
    paymentMethod: z.enum(paymentMethods).nullable(),
    activeListings: z.int().nullable(),
    country: z.string().nullable(),
    reference: z.string().nullable(),
  }),
  evaluatedAt: z.int(),
  modelHash: z.string(),
  stateDigest: z.string(),
});
const Line = z.union([
  z.object({ export: z.object({ format: z.literal(exportFormat) }) }),
  z.object({ model: z.looseObject({ version: z.string() }), hash: z.string() }),
  z.object({ state: z.looseObject({}), digest: z.string() }),
  z.object({ decision: z.looseObject({ ...Decision.shape }) }),
  z.object({ end: z.object({ decisions: z.int(), last: z.string().nullable(), sha256: z.string() }) }),
]);
type Line = z.infer<typeof Line>;

/** Something in an export that is not as it was written. */
export interface Disagreement {
  /** Counted from 1. */
  readonly line: number;
  readonly decisionId: string | null;
  readonly why: string;
}

/** What came of deriving an export's decisions again: it holds when nothing disagrees. */
export interface Rederivation {
  readonly agreed: number;
  readonly disagreements: readonly Disagreement[];
}

/** So many are told; after that the file is another one. */
const most = 100;

/**
 * Derives every decision of an export again, from the export alone: each model and state has to have the hash that it is known by, each
 * question its digest, each answer every value it was given, and the whole its end. Throws nothing, whatever the lines say.
 */
export async function rederive(lines: AsyncIterable<string>, states = knownStates): Promise<Rederivation> {
  const reader = new Reader(states);
  for await (const line of lines) reader.take(line);
  return reader.outcome();
}

class Reader {
  readonly #models = new Map<string, Model>();
  readonly #states = new Map<string, TrustState>();
  readonly #hash = createHash('sha256');
  readonly #disagreements: Disagreement[] = [];
  readonly #kept: number;
  #line = 0;
  #agreed = 0;
  #decisions = 0;
  #last: string | null = null;
  #ended = false;

  constructor(kept: number) {
    this.#kept = kept;
  }

  take(text: string): void {
    this.#line += 1;
    if (this.#ended) return this.#disagree('it stands behind the end');
    const parsed = Line.safeParse(parseCanonical(text)?.value);
    if (!parsed.success) this.#disagree('it is no line of an export in its one spelling');
    else this.#read(parsed.data);
    this.#hash.update(`${text}\n`);
  }

  outcome(): Rederivation {
    if (!this.#ended) this.#disagree('the end is missing');
    return { agreed: this.#agreed, disagreements: this.#disagreements };
  }

  #read(line: Line): void {
    if ('export' in line) {
      if (this.#line > 1) this.#disagree('an export begins once');
    } else if ('model' in line) this.#keep(this.#models, line.model as unknown as Model, line.hash, Infinity);
    else if ('state' in line) this.#keep(this.#states, line.state as unknown as TrustState, line.digest, this.#kept);
    else if ('decision' in line) this.#judge(line.decision);
    else this.#end(line.end);
  }

  #keep<Value>(known: Map<string, Value>, value: Value, named: string, size: number): void {
    const digest = digestOf(value);
    if (digest !== named) this.#disagree(`its hash is ${digest}`);
    known.set(digest, value);
    const [oldest] = known.keys();
    if (known.size > size) known.delete(oldest!);
  }

  #judge(told: z.infer<typeof Decision> & Record<string, unknown>): void {
    this.#decisions += 1;
    this.#last = told.id;
    const [model, state] = [this.#models.get(told.modelHash), this.#states.get(told.stateDigest)];
    if (!model || !state) return this.#disagree(`its ${model ? 'state' : 'model'} is missing`, told.id);
    try {
      const derived = derive(told, state, model);
      const other = Object.entries(derived).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(told[name]));
      if (!other.length) this.#agreed += 1;
      else this.#disagree(other.map(([name, value]) => `${name} would be ${JSON.stringify(value)}`).join(', '), told.id);
    } catch (error) {
      this.#disagree(error instanceof Error ? error.message : String(error), told.id);
    }
  }

  #end({ decisions, last, sha256 }: { decisions: number; last: string | null; sha256: string }): void {
    this.#ended = true;
    if (decisions !== this.#decisions) this.#disagree(`${this.#decisions} decisions stand before it`);
    if (decisions > 0 && last !== this.#last) this.#disagree(`the last is ${this.#last}`);
    const found = this.#hash.copy().digest('hex');
    if (sha256 !== found) this.#disagree(`SHA-256 of all before is ${found}`);
  }

  #disagree(why: string, decisionId: string | null = null): void {
    if (this.#disagreements.length < most) this.#disagreements.push({ line: this.#line, decisionId, why });
  }
}

/** The values of a decision that follow from state, model and question. */
function derive(told: z.infer<typeof Decision>, state: TrustState, model: Model) {
  const { accountId, externalRef, action, amountMinor, currency, context, evaluatedAt } = told;
  const amount = amountMinor === null || currency === null ? null : { minor: amountMinor, currency };
  const { score, tier, riskLevel, ...more } = assess(state, model, evaluatedAt);
  const verdict = decide({ score, tier, riskLevel, ...more }, model, { ...context, action, amount });
  // Who asked by the marketplace's own name asked without an id.
  const asked = { accountId: externalRef === null ? accountId : null, externalRef, action, amount, context };
  return { ...verdict, score, tier, riskLevel, modelVersion: model.version, questionDigest: digestOf(asked) };
}

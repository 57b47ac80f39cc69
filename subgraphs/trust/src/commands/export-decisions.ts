import { createHash } from 'node:crypto';
import type { Id } from '@praetor/kernel/id';
import { sql } from '@praetor/postgres/sql';
import { inTenant } from '@praetor/postgres/tenancy';
import { canonicalText } from '@praetor/transparency/canonical';
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { TrustDecisionRow } from '../db/trust-decision.entity.ts';
import { modelsOf } from '../db/trust-model.store.ts';
import type { Model } from '../domain/model.ts';
import type { TrustState } from '../domain/trust-state.ts';
import { hashOf } from './digest.ts';

export const exportFormat = 'praetor-trust-decisions/1';
/** So many of the latest states are known to whoever reads on: one that is older is written again. Bounds writer and readers. */
export const knownStates = 10_000;
const page = 500;

/** Which decisions of a tenant. */
export interface ExportRange {
  /** Goes on behind this one: the last of an earlier export. */
  readonly after: Id<'decision'> | null;
  /** How many states readers keep. */
  readonly states?: number;
  /** Not later than this. Some seconds ago, so that none is still being written: they are found by id, which is older than their commit. */
  readonly until: Date;
}

/**
 * A tenant's decisions with all it takes to derive them again, as lines of canonical JSON (RFC 8785), in the order of their ids: what it
 * is; then each decision behind the model and the state that it was made by; at the end how many there are, the last, and SHA-256 of
 * all bytes before. The same range gives the same bytes, but for what was erased since. One page at a time is in memory.
 */
export async function* exportDecisions(
  orm: MikroORM,
  tenantId: Id<'tenant'>,
  { after, until, states: kept = knownStates }: ExportRange,
): AsyncGenerator<string> {
  const hash = createHash('sha256');
  const line = (value: object): string => {
    const text = `${canonicalText(value)}\n`;
    hash.update(text);
    return text;
  };
  yield line({ export: { format: exportFormat, tenantId, after, until: until.toISOString() } });
  const sent = new Sent(kept);
  let [decisions, last, full] = [0, after, true];
  while (full) {
    const { rows, states, models } = await inTenant(orm, tenantId, (tx) => nextPage(tx, { after: last, until }, sent));
    for (const row of rows) {
      const { stateDigest, modelHash, modelVersion } = row;
      const model = models.get(modelVersion)!;
      if (sent.isNewModel(modelHash)) yield line({ model, hash: hashOf(model) });
      if (sent.isNewState(stateDigest)) yield line({ state: states.get(stateDigest) ?? null, digest: stateDigest });
      yield line({ decision: linesOf(row) });
      last = row.id;
    }
    decisions += rows.length;
    full = rows.length === page;
  }
  yield `${canonicalText({ end: { decisions, last, sha256: hash.digest('hex') } })}\n`;
}

/** What was written before. */
class Sent {
  readonly #models = new Set<string>();
  readonly #states = new Set<string>();
  readonly #kept: number;

  constructor(kept: number) {
    this.#kept = kept;
  }

  /** Whether none of the known states is forgotten before so many more are written. */
  hasRoomFor(more: number): boolean {
    return this.#states.size + more <= this.#kept;
  }

  isNewModel(hash: string): boolean {
    const isNew = !this.#models.has(hash);
    this.#models.add(hash);
    return isNew;
  }

  knowsState(digest: string): boolean {
    return this.#states.has(digest);
  }

  isNewState(digest: string): boolean {
    if (this.#states.has(digest)) return false;
    this.#states.add(digest);
    const [oldest] = this.#states;
    if (this.#states.size > this.#kept) this.#states.delete(oldest!);
    return true;
  }
}

interface Page {
  readonly rows: readonly TrustDecisionRow[];
  readonly states: ReadonlyMap<string, TrustState>;
  readonly models: ReadonlyMap<string, Model>;
}

async function nextPage(tx: EntityManager, { after, until }: ExportRange, sent: Sent): Promise<Page> {
  const rows = await tx.find(
    TrustDecisionRow,
    { ...(after && { id: { $gt: after } }), decidedAt: { $lte: until } },
    { orderBy: { id: 'asc' }, limit: page },
  );
  const digests = new Set(rows.map(({ stateDigest }) => stateDigest));
  // One that is known now may be forgotten before its decision is written.
  const room = sent.hasRoomFor(digests.size);
  const wanted = [...digests].filter((digest) => !room || !sent.knowsState(digest));
  const states = await sql<{ digest: string; state: TrustState }>(
    tx,
    'select digest, state from trust.decided_state where digest = any($1::text[])',
    [wanted],
  );
  const models = await modelsOf(
    tx,
    rows.map(({ modelVersion }) => modelVersion),
  );
  return { rows, states: new Map(states.map(({ digest, state }) => [digest, state])), models };
}

function linesOf(row: TrustDecisionRow) {
  const { id, requestId, askedBy, questionDigest, action, outcome, reasons, conditions, score, tier, riskLevel } = row;
  const { modelVersion, modelHash, stateDigest } = row;
  const { paymentMethod = null, activeListings = null, country = null, reference = null } = row.context;
  return {
    id,
    requestId,
    askedBy,
    questionDigest,
    accountId: row.accountId ?? null,
    externalRef: row.externalRef ?? null,
    action,
    amountMinor: row.amountMinor ?? null,
    currency: row.currency ?? null,
    context: { paymentMethod, activeListings, country, reference },
    outcome,
    reasons,
    conditions,
    score,
    tier,
    riskLevel,
    modelVersion,
    modelHash,
    stateDigest,
    evaluatedAt: row.evaluatedAt.getTime(),
    decidedAt: row.decidedAt.toISOString(),
    validUntil: row.validUntil.toISOString(),
  };
}

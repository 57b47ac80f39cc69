import { trustDecided } from '@praetor/contracts/trust';
import type { Envelope } from '@praetor/contracts/envelope';
import { envelopeOf } from '@praetor/events/announce';
import { newId, parseId, type Id } from '@praetor/kernel/id';
import type { ExpressLane } from '@praetor/postgres/express-lane';
import { forTenant, inTenant } from '@praetor/postgres/tenancy';
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import type { TrustDecisionRow } from '../db/trust-decision.entity.ts';
import { modelOf } from '../db/trust-model.store.ts';
import { assess } from '../domain/assess.ts';
import { decide } from '../domain/decide.ts';
import type { Model } from '../domain/model.ts';
import { currentModel } from '../domain/models.ts';
import { newcomer } from '../domain/testimony.ts';
import { blank, refreshedLinks, type StandingOf, type TrustState } from '../domain/trust-state.ts';
import { askerOf, keeping, knownOf, lookAt, type Known, type KnownRow, type Made } from './decision-rows.ts';
import { digestOf, hashOf } from './digest.ts';
import { readProfiles } from './profile-rows.ts';
import type { Answer, Waiting } from './question.ts';

/** Where questions of one tenant are answered. */
export interface Counter {
  readonly orm: MikroORM;
  readonly lane: ExpressLane;
  readonly now: Date;
}

/**
 * Answers questions of one tenant, in order: one look, and one write of decisions and their announcements together, however many they
 * are. An answer is told once it is kept for good: whoever acts on it can prove it, and a crash loses none that was told.
 */
export async function answerAll({ orm, lane, now }: Counter, waiting: readonly Waiting[]): Promise<Answer[]> {
  const { tenantId } = waiting[0]!.room.actor;
  return lane.inTenant<KnownRow, Answer[]>(tenantId, lookAt(waiting, tenantId), async (rows) => {
    const known = rows.map(knownOf);
    const made = await decisionsOn(orm, waiting, known, now);
    const answers = waiting.map((one, index): Answer => {
      if (known[index]!.earlier) return known[index]!.earlier;
      return known[index]!.ambiguous ? 'ambiguous' : made.get(keyOf(one))!.row;
    });
    const all = [...made.values()];
    return { write: all.length ? keeping(tenantId, all, announcements(all, now)) : null, answer: answers };
  });
}

/** Two may ask the same at once: the second is answered like the first. */
const keyOf = (one: Waiting): string => JSON.stringify([askerOf(one), one.asked.requestId]);

/** Decisions on what was not answered before, by question. */
async function decisionsOn(
  orm: MikroORM,
  waiting: readonly Waiting[],
  known: readonly Known[],
  now: Date,
): Promise<Map<string, Made>> {
  const { tenantId } = waiting[0]!.room.actor;
  const model = await modelOf(forTenant(orm, tenantId), known[0]?.liveVersion ?? currentModel.version);
  const linked = new Set(known.flatMap(({ state }) => (state?.links ?? []).map(({ to }) => to)));
  const standingOf = linked.size ? await inTenant(orm, tenantId, (tx) => standingsOf(tx, linked, model)) : () => newcomer(model);
  const made = new Map<string, Made>();
  for (const [index, one] of waiting.entries()) {
    const about = known[index]!;
    if (about.earlier || about.ambiguous || made.has(keyOf(one))) continue;
    made.set(keyOf(one), decisionOn(one, about, { model, standingOf, now }));
  }
  return made;
}

/** What is held now against whoever shares something with those asked about; most share nothing with anyone. */
async function standingsOf(tx: EntityManager, linked: ReadonlySet<string>, model: Model): Promise<StandingOf> {
  const profiles = await readProfiles(
    tx,
    [...linked].map((id) => parseId('account', id, 'to')),
    model,
  );
  const found = new Map<string, TrustState>(profiles.map(({ accountId, profile }) => [accountId, profile.state]));
  const unknown = newcomer(model);
  return (id) => found.get(id)?.standing ?? unknown;
}

interface By {
  readonly model: Model;
  readonly standingOf: StandingOf;
  readonly now: Date;
}

function decisionOn({ room, asked }: Waiting, about: Known, { model, standingOf, now }: By): Made {
  const state = asOf(refreshedLinks(about.state ?? blank, model, standingOf), now);
  const evaluatedAt = Math.max(about.evaluatedAt, Math.min(about.streamTime ?? now.getTime(), now.getTime()));
  const assessment = assess(state, model, evaluatedAt);
  const verdict = decide(assessment, model, { ...asked, ...asked.context });
  const row = {
    id: newId('decision'),
    tenantId: room.actor.tenantId,
    askedBy: askerOf({ room, asked }),
    requestId: asked.requestId,
    questionDigest: asked.questionDigest,
    accountId: about.accountId,
    externalRef: asked.externalRef,
    action: asked.action,
    amountMinor: asked.amount?.minor ?? null,
    currency: asked.amount?.currency ?? null,
    context: { ...asked.context },
    outcome: verdict.outcome,
    reasons: [...verdict.reasons],
    conditions: [...verdict.conditions],
    score: assessment.score,
    tier: assessment.tier,
    riskLevel: assessment.riskLevel,
    modelVersion: model.version,
    modelHash: hashOf(model),
    stateDigest: digestOf(state),
    evaluatedAt: new Date(evaluatedAt),
    decidedAt: now,
    validUntil: new Date(now.getTime() + model.decisions.validMinutes * 60_000),
  };
  return { row: row as TrustDecisionRow, state, room };
}

/** What staff decided ends by our own time, which may be ahead of the marketplace's: overrides, and locks for a while. */
function asOf(state: TrustState, now: Date): TrustState {
  const { override, barred, ...facts } = state.facts ?? {};
  const isOver = ({ until = Infinity }: { until?: number }): boolean => until <= now.getTime();
  const left = Object.entries(barred ?? {}).filter(([, bar]) => !isOver(bar));
  if (!(override && isOver(override)) && left.length === Object.keys(barred ?? {}).length) return state;
  return {
    ...state,
    facts: {
      ...facts,
      ...(override && !isOver(override) && { override }),
      ...(left.length && { barred: Object.fromEntries(left) }),
    },
  };
}

function announcements(made: readonly Made[], now: Date): Envelope[] {
  return made.map(({ row, room }) => {
    const about: Id<'account'> | null = row.accountId ?? null;
    const subject = about ? { type: 'account', id: about } : { type: 'decision', id: row.id };
    return envelopeOf({ actor: room.actor, now }, trustDecided, { subject, data: dataOf(row) });
  });
}

function dataOf(row: TrustDecisionRow) {
  const { id, requestId, action, context, outcome, reasons, conditions } = row;
  const { score, tier, riskLevel, modelVersion, modelHash, stateDigest } = row;
  return {
    decisionId: id,
    requestId,
    accountId: row.accountId ?? null,
    externalRef: row.externalRef ?? null,
    action,
    amount: row.amountMinor == null || row.currency == null ? null : { amountMinor: row.amountMinor, currency: row.currency },
    context: context as Record<string, string | number | null>,
    outcome,
    reasons,
    conditions,
    score,
    tier,
    riskLevel,
    modelVersion,
    modelHash,
    stateDigest,
    evaluatedAt: row.evaluatedAt.toISOString(),
    validUntil: row.validUntil.toISOString(),
  };
}

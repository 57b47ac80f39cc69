import { trustDecided } from '@praetor/contracts/trust';
import { announceAll, envelopeOf } from '@praetor/events/announce';
import { newId, parseId, type Id } from '@praetor/kernel/id';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { TrustDecisionRow } from '../db/trust-decision.entity.ts';
import { modelOf } from '../db/trust-model.store.ts';
import { assess } from '../domain/assess.ts';
import { decide } from '../domain/decide.ts';
import type { Model } from '../domain/model.ts';
import { currentModel } from '../domain/models.ts';
import { newcomer } from '../domain/testimony.ts';
import { blank, refreshedLinks, type StandingOf, type TrustState } from '../domain/trust-state.ts';
import { askerOf, decisionsOf, knownOf, writeDecisions, type Known, type Made } from './decision-rows.ts';
import { digestOf, hashOf } from './digest.ts';
import { readProfiles } from './profile-rows.ts';
import type { Answer, Waiting } from './question.ts';

/** Answers questions of one tenant, in order: one look, one write, one announcement, however many they are. */
export async function answerAll(tx: EntityManager, waiting: readonly Waiting[], now: Date): Promise<Answer[]> {
  const { tenantId } = waiting[0]!.room.actor;
  const known = await knownOf(tx, waiting, tenantId);
  const earlier = await decisionsOf(
    tx,
    known.flatMap((one) => one.earlier ?? []),
  );
  const model = await modelOf(tx, known[0]?.liveVersion ?? currentModel.version);
  const standingOf = await standingsOf(tx, known, model);
  const made = new Map<string, Made>();
  const answers = waiting.map((one, index): Answer => {
    const about = known[index]!;
    if (about.earlier) return earlier.get(about.earlier)!;
    if (about.ambiguous) return 'ambiguous';
    // Two may ask the same at once: the second is answered like the first.
    const key = JSON.stringify([askerOf(one), one.asked.requestId]);
    const decision = made.get(key) ?? decisionOn(one, about, { model, standingOf, now });
    made.set(key, decision);
    return decision.row;
  });
  await writeDecisions(tx, tenantId, [...made.values()]);
  await announceDecisions(tx, waiting, answers, [...made.values()], now);
  return answers;
}

/** What is held now against whoever shares something with those asked about; most share nothing with anyone. */
async function standingsOf(tx: EntityManager, known: readonly Known[], model: Model): Promise<StandingOf> {
  const linked = new Set(known.flatMap(({ state }) => (state?.links ?? []).map(({ to }) => to)));
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
  return { row: row as TrustDecisionRow, state };
}

/** What staff decided ends by our own time, which may be ahead of the marketplace's. */
function asOf(state: TrustState, now: Date): TrustState {
  const { override, ...facts } = state.facts ?? {};
  return override && override.until <= now.getTime() ? { ...state, facts } : state;
}

async function announceDecisions(
  tx: EntityManager,
  waiting: readonly Waiting[],
  answers: readonly Answer[],
  made: readonly Made[],
  now: Date,
): Promise<void> {
  const envelopes = made.map(({ row }) => {
    const { room } = waiting[answers.indexOf(row)]!;
    const about: Id<'account'> | null = row.accountId ?? null;
    const subject = about ? { type: 'account', id: about } : { type: 'decision', id: row.id };
    return envelopeOf({ actor: room.actor, now }, trustDecided, { subject, data: dataOf(row) });
  });
  await announceAll(tx, 'trust', envelopes);
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

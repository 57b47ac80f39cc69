import { trustModelDrafted, trustModelEdited } from '@praetor/contracts/trust-models';
import { perform } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { newId, parseId, type Id } from '@praetor/kernel/id';
import { expectedVersion, idempotencyKey, parse, text } from '@praetor/kernel/input';
import { Conflict, PolicyDenied } from '@praetor/kernel/refusal';
import { sql } from '@praetor/postgres/sql';
import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { TrustModelRow } from '../db/trust-model.entity.ts';
import { liveModelOf, lockTrustModel, trustModelById } from '../db/trust-model.store.ts';
import { ModelNotDraft } from '../domain/model-version.ts';
import type { Model } from '../domain/model.ts';
import { currentModel } from '../domain/models.ts';
import { accountOf } from './actor.ts';
import { hashOf } from './digest.ts';
import { modelFrom } from './model-content.ts';
import { dataOf, resourceOf, subjectOf } from './model-resource.ts';

const Draft = z.object({ basedOnId: z.string().nullish(), content: z.unknown().optional(), note: text(1000), idempotencyKey });
const Edit = z.object({
  modelId: z.string(),
  content: z.unknown().optional(),
  note: text(1000).nullish(),
  expectedVersion,
  idempotencyKey,
});

export const draftTrustModelRefusals = [PolicyDenied] as const;
export const editTrustModelRefusals = [ModelNotDraft, PolicyDenied, Conflict] as const;

/** Begins another version: a copy of an earlier one, the live one if none is named, with what is to be different. */
export async function draftTrustModel(room: Room, raw: z.input<typeof Draft>): Promise<TrustModelRow> {
  const input = parse(Draft, raw);
  const from = input.basedOnId == null ? null : parseId('trustModel', input.basedOnId, 'basedOnId');
  const target = from && { type: 'trustModel', id: from };
  return perform(room, { action: 'draftTrustModel', target, input, reason: input.note, reload: trustModelById }, async (tx) => {
    await lockNumbers(tx.em, room.actor.tenantId);
    const createdById = accountOf(room.actor, 'draftTrustModel');
    await keepBuiltIn(tx.em, room.actor.tenantId, tx.now);
    const base = from ? await trustModelById(tx.em, from) : await liveRow(tx.em);
    const id = newId('trustModel');
    const content = modelFrom(input.content ?? base.content, id);
    const row = tx.em.create(TrustModelRow, {
      ...blank(content),
      id,
      tenantId: room.actor.tenantId,
      number: (await lastNumber(tx.em)) + 1,
      state: 'draft',
      note: input.note,
      basedOnId: base.id,
      createdById,
      createdAt: tx.now,
    });
    tx.authorize({ action: 'EditTrustModel', resource: resourceOf(row) });
    await tx.em.flush();
    await tx.announce(trustModelDrafted, { subject: subjectOf(row), data: { ...dataOf(row), basedOnId: base.id } });
    return row;
  });
}

/** Changes a draft: its whole content at once. */
export async function editTrustModel(room: Room, raw: z.input<typeof Edit>): Promise<TrustModelRow> {
  const input = parse(Edit, raw);
  const id = parseId('trustModel', input.modelId, 'modelId');
  const attempt = { action: 'editTrustModel', target: { type: 'trustModel', id }, input, reload: trustModelById };
  return perform(room, attempt, async (tx) => {
    const row = await lockTrustModel(tx.em, id, input.expectedVersion);
    tx.authorize({ action: 'EditTrustModel', resource: resourceOf(row) });
    if (row.state !== 'draft') throw new ModelNotDraft(row.state);
    const previousHash = row.contentHash;
    const content = modelFrom(input.content, id);
    Object.assign(row, { content, contentHash: hashOf(content), note: input.note ?? row.note });
    await tx.em.flush();
    await tx.announce(trustModelEdited, { subject: subjectOf(row), data: { ...dataOf(row), previousHash } });
    return row;
  });
}

const blank = (content: Model) => ({
  modelVersion: content.version,
  content,
  contentHash: hashOf(content),
  submittedById: null,
  submittedAt: null,
  decideBy: null,
  decidedById: null,
  decidedAt: null,
  publishedAt: null,
});

/** One at a time counts a tenant's models. */
const lockNumbers = (em: EntityManager, tenantId: Id<'tenant'>): Promise<unknown> =>
  sql(em, 'select pg_advisory_xact_lock(hashtextextended($1, 0))', [`trust.model ${tenantId}`]);

/** What is built in is the first of each tenant's versions, written down when there is about to be a second. */
async function keepBuiltIn(em: EntityManager, tenantId: Id<'tenant'>, now: Date): Promise<void> {
  if ((await lastNumber(em)) > 0) return;
  em.create(TrustModelRow, {
    ...blank(currentModel),
    id: newId('trustModel'),
    tenantId,
    number: 1,
    state: 'published',
    note: 'Built in.',
    basedOnId: null,
    createdById: null,
    createdAt: now,
    publishedAt: now,
  });
  await em.flush();
}

async function lastNumber(em: EntityManager): Promise<number> {
  const [last] = await em.find(TrustModelRow, {}, { orderBy: { number: 'desc' }, limit: 1 });
  return last?.number ?? 0;
}

async function liveRow(em: EntityManager): Promise<TrustModelRow> {
  const { version } = await liveModelOf(em);
  return em.findOneOrFail(TrustModelRow, { modelVersion: version });
}

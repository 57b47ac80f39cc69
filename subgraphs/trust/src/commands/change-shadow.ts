import { trustShadowStarted } from '@praetor/contracts/trust-backtests';
import { perform } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { newId, parseId, uuidOf } from '@praetor/kernel/id';
import { expectedVersion, idempotencyKey, parse, text } from '@praetor/kernel/input';
import { Conflict, PolicyDenied } from '@praetor/kernel/refusal';
import { sql } from '@praetor/postgres/sql';
import { z } from 'zod';
import { lockTrustModel, trustModelById } from '../db/trust-model.store.ts';
import { TrustShadowRow } from '../db/trust-shadow.entity.ts';
import { lockRunningShadow, lockShadow, shadowById } from '../db/trust-shadow.store.ts';
import { ModelNotDraft } from '../domain/model-version.ts';
import { ShadowNotRunning, ShadowRunning } from '../domain/shadow.ts';
import { accountOf } from './actor.ts';
import { endShadow, shadowData, shadowSubject } from './end-shadows.ts';
import { resourceOf } from './model-resource.ts';

const Start = z.object({ modelId: z.string(), reason: text(1000).nullish(), idempotencyKey });
const Stop = z.object({ shadowId: z.string(), reason: text(1000).nullish(), expectedVersion, idempotencyKey });

export const startTrustShadowRefusals = [ShadowRunning, ModelNotDraft, PolicyDenied] as const;
export const stopTrustShadowRefusals = [ShadowNotRunning, PolicyDenied, Conflict] as const;

/** Has a draft, as it is now, run beside the live model from the next decision and profile on. It decides nothing. */
export async function startTrustShadow(room: Room, raw: z.input<typeof Start>): Promise<TrustShadowRow> {
  const input = parse(Start, raw);
  const modelId = parseId('trustModel', input.modelId, 'modelId');
  const { tenantId } = room.actor;
  const target = { type: 'trustModel', id: modelId };
  const attempt = { action: 'startTrustShadow', target, input, reason: input.reason, reload: shadowById };
  return perform(room, attempt, async (tx) => {
    const model = await lockTrustModel(tx.em, modelId);
    tx.authorize({ action: 'EditTrustModel', resource: resourceOf(model) });
    const startedById = accountOf(room.actor, 'startTrustShadow');
    if (model.state !== 'draft' && model.state !== 'submitted') throw new ModelNotDraft(model.state);
    await sql(tx.em, 'select pg_advisory_xact_lock(hashtextextended($1, 0))', [`trust.shadow ${tenantId}`]);
    if (await lockRunningShadow(tx.em, null)) throw new ShadowRunning();
    const [last] = await sql<{ position: string }>(
      tx.em,
      'select position from trust.heard_statement where tenant_id = $1 order by position desc limit 1',
      [uuidOf(tenantId)],
    );
    const row = tx.em.create(TrustShadowRow, {
      id: newId('trustShadow'),
      tenantId,
      modelId,
      state: 'running',
      draftHash: model.contentHash,
      draft: model.content,
      decision: { at: tx.now.toISOString(), id: '00000000-0000-0000-0000-000000000000' },
      position: Number(last?.position ?? 0),
      account: null,
      verdicts: {},
      startedById,
      startedAt: tx.now,
      endedAt: null,
      endedWhy: null,
    });
    await tx.em.flush();
    await tx.announce(trustShadowStarted, { subject: shadowSubject(row), data: shadowData(row) });
    return row;
  });
}

/** Ends a shadow. What it found stays to be read. */
export async function stopTrustShadow(room: Room, raw: z.input<typeof Stop>): Promise<TrustShadowRow> {
  const input = parse(Stop, raw);
  const id = parseId('trustShadow', input.shadowId, 'shadowId');
  const target = { type: 'trustShadow', id };
  const attempt = { action: 'stopTrustShadow', target, input, reason: input.reason, reload: shadowById };
  return perform(room, attempt, async (tx) => {
    const row = await lockShadow(tx.em, id, input.expectedVersion);
    tx.authorize({ action: 'EditTrustModel', resource: resourceOf(await trustModelById(tx.em, row.modelId)) });
    if (row.state !== 'running') throw new ShadowNotRunning();
    await endShadow(tx, row, 'stopped');
    return row;
  });
}

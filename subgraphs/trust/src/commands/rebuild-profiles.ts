import { erasureRequested } from '@praetor/contracts/closing';
import type { Envelope } from '@praetor/contracts/envelope';
import { sql } from '@praetor/postgres/sql';
import { uuidOf, type Id } from '@praetor/kernel/id';
import type { EntityManager } from '@mikro-orm/postgresql';
import { currentModel } from '../domain/models.ts';
import { newProfile } from '../domain/profile.ts';
import { eraseSubject } from './erase-subject.ts';
import { applyEventsSilently } from './apply-events.ts';

const batch = 500;

/**
 * Forgets everything about a tenant's accounts and learns it again from its events, in one transaction. Nothing is
 * announced: `announcedScore` stays what others were told. Stop the consumer meanwhile, and give exactly the events that it
 * has handled, in the order of the log.
 */
export async function rebuildProfiles(
  tx: EntityManager,
  tenantId: Id<'tenant'>,
  events: Iterable<Envelope> | AsyncIterable<Envelope>,
  now: Date,
): Promise<void> {
  await blankAll(tx, tenantId);
  let waiting: Envelope[] = [];
  const gone: string[] = [];
  for await (const event of events) {
    if (event.type === erasureRequested.type) gone.push(uuidOf(event.data.accountId as Id<'account'>));
    waiting.push(event);
    if (waiting.length < batch) continue;
    await applyEventsSilently(tx, { tenantId, events: waiting, now });
    waiting = [];
  }
  await applyEventsSilently(tx, { tenantId, events: waiting, now });
  await eraseSubject(tx, gone);
  await sql(tx, `delete from trust.trust_profile where tenant_id = $1 and evaluated_at = 'epoch'`, [uuidOf(tenantId)]);
}

/** Rows stay, without their evidence: they remember what was announced. */
async function blankAll(tx: EntityManager, tenantId: Id<'tenant'>): Promise<void> {
  const { state } = newProfile(currentModel);
  await sql(tx, `delete from trust.stream_time where tenant_id = $1`, [uuidOf(tenantId)]);
  await sql(
    tx,
    `update trust.trust_profile set state = $2, model_version = $3, evaluated_at = 'epoch', next_evaluation_at = null where tenant_id = $1`,
    [uuidOf(tenantId), JSON.stringify(state), currentModel.version],
  );
}

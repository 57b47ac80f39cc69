import { erasureRequested } from '@praetor/contracts/closing';
import { trustModelPublished, trustModelRolledBack } from '@praetor/contracts/trust-models';
import type { Envelope } from '@praetor/contracts/envelope';
import { sql } from '@praetor/postgres/sql';
import { uuidOf, type Id } from '@praetor/kernel/id';
import type { EntityManager } from '@mikro-orm/postgresql';
import { modelOf } from '../db/trust-model.store.ts';
import type { Model } from '../domain/model.ts';
import { currentModel } from '../domain/models.ts';
import { newProfile } from '../domain/profile.ts';
import { eraseSubject } from './erase-subject.ts';
import { applyEventsSilently } from './apply-events.ts';

const batch = 500;
/** From here on another model judged. */
const modelChanges: readonly string[] = [trustModelPublished.type, trustModelRolledBack.type];

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
  let model: Model = currentModel;
  let waiting: Envelope[] = [];
  const gone: string[] = [];
  const learn = async () => {
    await applyEventsSilently(tx, { tenantId, events: waiting, now }, model);
    waiting = [];
  };
  for await (const event of events) {
    if (event.type === erasureRequested.type) gone.push(uuidOf(event.data.accountId as Id<'account'>));
    if (modelChanges.includes(event.type)) {
      await learn();
      model = await modelOf(tx, event.data['modelVersion'] as string);
    }
    if (waiting.push(event) >= batch) await learn();
  }
  await learn();
  await eraseSubject(tx, gone);
  await sql(tx, `delete from trust.trust_profile where tenant_id = $1 and evaluated_at = 'epoch'`, [uuidOf(tenantId)]);
}

/** Rows stay, without their evidence: they remember what was announced. */
async function blankAll(tx: EntityManager, tenantId: Id<'tenant'>): Promise<void> {
  const { state } = newProfile(currentModel);
  for (const table of ['stream_time', 'heard_statement'])
    await sql(tx, `delete from trust.${table} where tenant_id = $1`, [uuidOf(tenantId)]);
  await sql(
    tx,
    `update trust.trust_profile set state = $2, model_version = $3, evaluated_at = 'epoch', next_evaluation_at = null where tenant_id = $1`,
    [uuidOf(tenantId), JSON.stringify(state), currentModel.version],
  );
}

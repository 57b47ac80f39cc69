import { systemActor } from '@praetor/identity/actor';
import type { EntityManager } from '@mikro-orm/postgresql';
import { liveModelOf } from '../db/trust-model.store.ts';
import { evaluate } from '../domain/profile.ts';
import { announceNews } from './announce-news.ts';
import type { Due } from './due-profiles.ts';
import { lockProfiles, writeProfiles } from './profile-rows.ts';

export { dueProfiles, strayProfiles } from './due-profiles.ts';

/** Assesses profiles anew, for a job: evidence faded, or the model is another; nothing else happened. */
export async function reassessProfiles(
  tx: EntityManager,
  { tenantId, streamTime, accountIds }: Due,
  { job, now }: { job: string; now: Date },
): Promise<void> {
  const actor = systemActor(job, tenantId);
  const model = await liveModelOf(tx);
  // Someone may have written one between the scan and the lock: it holds then, and is assessed again at no harm.
  const changes = (await lockProfiles(tx, accountIds, model))
    .filter(({ version }) => version > 0)
    .map((before) => ({ before, after: evaluate(before.profile, model, streamTime), actor }));
  await writeProfiles(tx, tenantId, await announceNews(tx, changes, () => now), now);
}

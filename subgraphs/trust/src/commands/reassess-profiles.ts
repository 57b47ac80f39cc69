import { systemActor } from '@praetor/identity/actor';
import type { EntityManager } from '@mikro-orm/postgresql';
import { currentModel } from '../domain/models.ts';
import { evaluate } from '../domain/profile.ts';
import { announceNews } from './announce-news.ts';
import { lockProfiles, writeProfiles, type Due } from './profile-rows.ts';

export { dueProfiles } from './profile-rows.ts';

/** Assesses profiles anew because time has passed: evidence faded, nothing else happened. */
export async function reassessProfiles(tx: EntityManager, { tenantId, streamTime, accountIds }: Due, now: Date): Promise<void> {
  const actor = systemActor('trust.sweepDecay', tenantId);
  // Someone may have written one between the scan and the lock: it holds then, and is assessed again at no harm.
  const changes = (await lockProfiles(tx, accountIds))
    .filter(({ version }) => version > 0)
    .map((before) => ({ before, after: evaluate(before.profile, currentModel, streamTime), actor }));
  await writeProfiles(tx, tenantId, await announceNews(tx, changes, () => now), now);
}

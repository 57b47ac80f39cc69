import type { Room } from '@praetor/events/room';
import { LogRow } from '../db/log.entity.ts';

/** How many entries the tenant's log has now, not when the request began: it may have signed a larger one since. */
export async function logSize({ em, actor }: Pick<Room, 'em' | 'actor'>): Promise<number> {
  return (await em.findOne(LogRow, { tenantId: actor.tenantId }, { disableIdentityMap: true }))?.size ?? 0;
}

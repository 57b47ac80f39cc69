import DataLoader from 'dataloader';
import type { Room } from '@praetor/events/room';
import { isId } from '@praetor/kernel/id';
import { AlertRow } from '../db/alert.entity.ts';
import { NotificationRow } from '../db/notification.entity.ts';

/** One request's loaders: many references, one query; null, in order, for what the caller may not know of. */
export function createLoaders({ em, actor, permissions }: Room) {
  const isOwn = ({ accountId }: NotificationRow) => accountId === actor.id;
  return {
    alert: new DataLoader<string, AlertRow | null>(async (ids) => {
      if (!permissions.has('alert:read')) return ids.map(() => null);
      const rows = await em.find(AlertRow, { id: { $in: ids.filter((id) => isId('alert', id)) } });
      const seen = new Map<string, AlertRow>(rows.map((row) => [row.id, row]));
      return ids.map((id) => seen.get(id) ?? null);
    }),
    /** Also those of others, for staff. */
    notification: notifications(em, (row) => permissions.has('notification:read') || isOwn(row)),
    /** The caller's own, whoever they are. */
    ownNotification: notifications(em, isOwn),
  };
}

function notifications(em: Room['em'], sees: (row: NotificationRow) => boolean): DataLoader<string, NotificationRow | null> {
  return new DataLoader(async (ids) => {
    const rows = await em.find(NotificationRow, { id: { $in: ids.filter((id) => isId('notification', id)) } });
    const seen = new Map<string, NotificationRow>(rows.filter(sees).map((row) => [row.id, row]));
    return ids.map((id) => seen.get(id) ?? null);
  });
}

export type Loaders = ReturnType<typeof createLoaders>;

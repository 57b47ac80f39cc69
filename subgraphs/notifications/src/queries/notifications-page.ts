import type { Room } from '@praetor/events/room';
import { isId, type Id } from '@praetor/kernel/id';
import { keysetPage, type Page, type PageArguments } from '@praetor/postgres/page';
import { NotificationRow } from '../db/notification.entity.ts';

/** What an account was told, newest first. */
export function notificationsPage(
  { em }: Room,
  page: PageArguments,
  { accountId, unreadOnly }: { accountId: Id<'account'>; unreadOnly?: boolean | null | undefined },
): Promise<Page<NotificationRow>> {
  return keysetPage(em, NotificationRow, { accountId, ...(unreadOnly && { readAt: null }) }, page);
}

/** What the caller was told; null for who is not a person. */
export async function myNotifications(
  room: Room,
  page: PageArguments,
  unreadOnly: boolean | null | undefined,
): Promise<Page<NotificationRow> | null> {
  const accountId = room.actor.id;
  return isId('account', accountId) ? notificationsPage(room, page, { accountId, unreadOnly }) : null;
}

/** How many notifications the caller has not read; null for who is not a person. */
export async function myUnreadCount({ em, actor }: Room): Promise<number | null> {
  return isId('account', actor.id) ? em.count(NotificationRow, { accountId: actor.id, readAt: null }) : null;
}

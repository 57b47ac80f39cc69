import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import type { Id } from '@praetor/kernel/id';
import { NotFound } from '@praetor/kernel/refusal';
import { NotificationRow } from './notification.entity.ts';

/** The account's own notification, locked. Another's and none are the same refusal. */
export async function lockNotification(
  tx: EntityManager,
  accountId: Id<'account'>,
  id: Id<'notification'>,
): Promise<NotificationRow> {
  const row = await tx.findOne(NotificationRow, { id, accountId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!row) throw new NotFound('notification');
  return row;
}

export async function notificationById(em: EntityManager, id: string): Promise<NotificationRow> {
  const row = await em.findOne(NotificationRow, { id: id as Id<'notification'> });
  if (!row) throw new NotFound('notification');
  return row;
}

/** Marks all that the account has not read. How many. */
export function readAll(tx: EntityManager, accountId: Id<'account'>, now: Date): Promise<number> {
  return tx.nativeUpdate(NotificationRow, { accountId, readAt: null }, { readAt: now });
}

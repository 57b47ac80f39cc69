import { notificationRead } from '@praetor/contracts/notifications';
import { perform } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { parseId } from '@praetor/kernel/id';
import { idempotencyKey, parse } from '@praetor/kernel/input';
import { z } from 'zod';
import type { NotificationRow } from '../db/notification.entity.ts';
import { lockNotification, notificationById } from '../db/notification.store.ts';
import { accountOf } from './actor.ts';

const Input = z.object({ notificationId: z.string(), idempotencyKey });

export const markNotificationReadRefusals = [] as const;

/** The caller has read it. Reading it again changes nothing, and so announces nothing. */
export async function markNotificationRead(room: Room, raw: z.input<typeof Input>): Promise<NotificationRow> {
  const input = parse(Input, raw);
  const id = parseId('notification', input.notificationId, 'notificationId');
  const target = { type: 'notification', id };
  return perform(room, { action: 'markNotificationRead', target, input, reload: notificationById }, async (tx) => {
    const row = await lockNotification(tx.em, accountOf(room.actor), id);
    if (row.readAt) return row;
    row.readAt = tx.now;
    await tx.em.flush();
    await tx.announce(notificationRead, {
      subject: target,
      data: { notificationId: id, accountId: row.accountId },
      change: { before: { readAt: null }, after: { readAt: row.readAt } },
    });
    return row;
  });
}

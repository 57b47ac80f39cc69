import { allNotificationsRead } from '@praetor/contracts/notifications';
import { perform } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { idempotencyKey, parse } from '@praetor/kernel/input';
import { z } from 'zod';
import { readAll } from '../db/notification.store.ts';
import { accountOf } from './actor.ts';

const Input = z.object({ idempotencyKey });

export const markAllNotificationsReadRefusals = [] as const;

/** How many notifications were unread. */
export interface AllRead {
  /** The count as text: what an idempotency key remembers. */
  id: string;
  count: number;
}

/** The caller has seen them all. */
export async function markAllNotificationsRead(room: Room, raw: z.input<typeof Input>): Promise<AllRead> {
  const input = parse(Input, raw);
  const accountId = accountOf(room.actor);
  const target = { type: 'account', id: accountId };
  const reload = async (_: unknown, id: string) => ({ id, count: Number(id) });
  return perform(room, { action: 'markAllNotificationsRead', target, input, reload }, async (tx) => {
    const count = await readAll(tx.em, accountId, tx.now);
    await tx.announce(allNotificationsRead, { subject: target, data: { accountId, count } });
    return { id: String(count), count };
  });
}

import { holdPlaced, holdReleased } from '@praetor/contracts/closing';
import { perform } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { newId, parseId } from '@praetor/kernel/id';
import { idempotencyKey, parse, text } from '@praetor/kernel/input';
import { NotFound, PolicyDenied } from '@praetor/kernel/refusal';
import { z } from 'zod';
import { lockAccountRow } from '../db/account.store.ts';
import { holdById } from '../db/closing.store.ts';
import { HoldRow } from '../db/hold.entity.ts';
import { resourceOf } from './change-account.ts';

const Place = z.object({ accountId: z.string(), reason: text(1000), idempotencyKey });
const Release = z.object({ holdId: z.string(), reason: text(1000), idempotencyKey });

export const placeHoldRefusals = [PolicyDenied] as const;
export const releaseHoldRefusals = [PolicyDenied] as const;

/** Staff orders that an account's data is kept, even when it is closed. The same person's second order is the first. */
export async function placeHold(room: Room, raw: z.input<typeof Place>): Promise<HoldRow> {
  const input = parse(Place, raw);
  const { reason } = input;
  const accountId = parseId('account', input.accountId, 'accountId');
  const target = { type: 'account', id: accountId };
  return perform(room, { action: 'placeHold', input, reason, target, reload: holdById }, async (tx) => {
    const account = await lockAccountRow(tx.em, accountId);
    tx.authorize({ action: 'CloseAccount', resource: resourceOf(account) });
    const source = 'staff' as const;
    const reference = room.actor.id ?? 'unknown';
    const known = await tx.em.findOne(HoldRow, { accountId, source, reference, releasedAt: null });
    if (known) return known;
    const id = newId('hold');
    const { tenantId } = room.actor;
    const hold = tx.em.create(HoldRow, {
      id,
      tenantId,
      accountId,
      source,
      reference,
      reason,
      placedAt: tx.now,
      releasedAt: null,
    });
    await tx.em.flush();
    await tx.announce(holdPlaced, { subject: target, data: { accountId, holdId: id, source, reference, reason } });
    return hold;
  });
}

/** Staff lifts an order to keep data. What a dispute holds ends with the dispute. */
export async function releaseHold(room: Room, raw: z.input<typeof Release>): Promise<HoldRow> {
  const input = parse(Release, raw);
  const { reason } = input;
  const id = parseId('hold', input.holdId, 'holdId');
  return perform(room, { action: 'releaseHold', input, reason, target: { type: 'hold', id }, reload: holdById }, async (tx) => {
    const { accountId } = await holdById(tx.em, id);
    const account = await lockAccountRow(tx.em, accountId);
    tx.authorize({ action: 'CloseAccount', resource: resourceOf(account) });
    const hold = await holdById(tx.em, id);
    await tx.em.refresh(hold);
    if (hold.source !== 'staff') throw new NotFound('order to keep data');
    if (hold.releasedAt) return hold;
    hold.releasedAt = tx.now;
    await tx.em.flush();
    const { source, reference } = hold;
    await tx.announce(holdReleased, {
      subject: { type: 'account', id: accountId },
      data: { accountId, holdId: id, source, reference },
    });
    return hold;
  });
}

import { deviceForgotten, deviceNamed } from '@praetor/contracts/accounts';
import { perform } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { parseId, type Id } from '@praetor/kernel/id';
import { idempotencyKey, parse, text } from '@praetor/kernel/input';
import { NotFound } from '@praetor/kernel/refusal';
import { z } from 'zod';
import type { AccountRow } from '../db/account.entity.ts';
import { accountById, lockAccountRow } from '../db/account.store.ts';
import { DeviceRow } from '../db/device.entity.ts';
import { deviceById } from '../db/device.store.ts';
import { longestDeviceName } from '../domain/device.ts';
import { accountOf } from './actor.ts';
import { endSessionsOn } from './revoke-sessions.ts';

const Name = z.object({ deviceId: z.string(), name: text(longestDeviceName).nullish(), idempotencyKey });
const Forget = z.object({ deviceId: z.string(), idempotencyKey });

export const nameDeviceRefusals = [] as const;
export const forgetDeviceRefusals = [] as const;

/** What its owner calls it; without a name, it is called by what it says of itself again. */
export function nameDevice(room: Room, raw: z.input<typeof Name>): Promise<DeviceRow> {
  const input = parse(Name, raw);
  const id = parseId('device', input.deviceId, 'deviceId');
  const accountId = accountOf(room.actor);
  const target = { type: 'device', id };
  return perform(room, { action: 'nameDevice', input, target, reload: deviceById }, async (tx) => {
    await lockAccountRow(tx.em, accountId);
    const device = await own(tx.em, accountId, id);
    const before = device.name ?? null;
    device.name = input.name ?? null;
    await tx.em.flush();
    await tx.announce(deviceNamed, {
      subject: target,
      partitionKey: `account/${accountId}`,
      data: { accountId, deviceId: id },
      change: { before: { name: before }, after: { name: device.name } },
    });
    return device;
  });
}

/**
 * A device that is sold or lost: its sessions end, its device token counts no more, and when it comes again it is new. What
 * links accounts stays: forgetting does not hide who used it.
 */
export function forgetDevice(room: Room, raw: z.input<typeof Forget>): Promise<AccountRow> {
  const input = parse(Forget, raw);
  const deviceId = parseId('device', input.deviceId, 'deviceId');
  const id = accountOf(room.actor);
  const target = { type: 'account', id };
  return perform(room, { action: 'forgetDevice', input, target, reload: accountById }, async (tx) => {
    const account = await lockAccountRow(tx.em, id);
    const device = await own(tx.em, id, deviceId);
    await endSessionsOn(tx, id, deviceId);
    await tx.em.remove(device).flush();
    await tx.announce(deviceForgotten, { subject: target, data: { accountId: id, deviceId } });
    return account;
  });
}

/** Another's is as absent as none. */
async function own(em: Room['em'], accountId: Id<'account'>, id: Id<'device'>): Promise<DeviceRow> {
  const device = await em.findOne(DeviceRow, { id, accountId });
  if (!device) throw new NotFound('device');
  return device;
}

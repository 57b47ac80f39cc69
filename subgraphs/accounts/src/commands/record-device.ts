import { createHash } from 'node:crypto';
import type { Transaction } from '@praetor/events/perform';
import type { Actor } from '@praetor/identity/actor';
import { newId, type Id } from '@praetor/kernel/id';
import { DeviceRow } from '../db/device.entity.ts';

/** As much of it as is kept. */
const longestUserAgent = 300;

/** The device a login comes from, new or seen again. The account's row is locked: one login of it at a time gets here. */
export async function recordDevice(
  tx: Transaction,
  { tenantId, userAgent, ip }: Pick<Actor, 'tenantId' | 'userAgent' | 'ip'>,
  accountId: Id<'account'>,
  client: string | null,
): Promise<{ device: DeviceRow; firstTime: boolean }> {
  const fingerprint = fingerprintOf(accountId, userAgent, client);
  const lastIp = ip?.slice(0, 45) ?? null;
  const known = await tx.em.findOne(DeviceRow, { accountId, fingerprint });
  if (known) {
    known.lastSeenAt = tx.now;
    known.lastIp = lastIp;
    return { device: known, firstTime: false };
  }
  const seen = {
    fingerprint,
    userAgent: userAgent?.slice(0, longestUserAgent) ?? null,
    name: null,
    firstSeenAt: tx.now,
    lastSeenAt: tx.now,
    lastIp,
  };
  return { device: tx.em.create(DeviceRow, { id: newId('device'), tenantId, accountId, ...seen }), firstTime: true };
}

/** Whether what the client says of itself is what the device said when it logged in. Its user agent may have been updated since. */
export const isThatDevice = ({ accountId, fingerprint, userAgent = null }: DeviceRow, client: string | null): boolean =>
  fingerprintOf(accountId, userAgent, client) === fingerprint;

/**
 * One value for one device, for whoever uses it, when the client gives an id. Without one it is told apart by its user agent,
 * among the devices of its account only: a browser that many use links nobody to anybody.
 */
function fingerprintOf(accountId: string, userAgent: string | null, client: string | null): string {
  return createHash('sha256')
    .update(JSON.stringify([userAgent?.slice(0, longestUserAgent) ?? null, client ?? { accountId }]))
    .digest('hex');
}

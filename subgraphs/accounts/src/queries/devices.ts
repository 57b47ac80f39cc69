import DataLoader from 'dataloader';
import type { Room } from '@praetor/events/room';
import type { AccountRow } from '../db/account.entity.ts';
import type { DeviceRow } from '../db/device.entity.ts';
import { identityPolicyOf } from '../db/identity-policy.store.ts';
import { SessionRow } from '../db/session.entity.ts';
import { usualName } from '../domain/device.ts';
import { countsUntil, type IdentityPolicy } from '../domain/identity-policy.ts';
import { isStaffRole } from '../domain/roles.ts';

/** What its owner calls it, otherwise what it says of itself. */
export const deviceName = ({ name, userAgent }: DeviceRow): string => name ?? usualName(userAgent ?? null);

/** How many of a device's sessions are listed with it. */
export const sessionsListed = 20;
/** Of all devices of one answer. */
const most = 1000;

/** One request's loaders of sessions. */
export function sessionLoaders({ em, clock }: Room, account: DataLoader<string, AccountRow | null>) {
  let policy: Promise<IdentityPolicy> | null = null;
  /** Until when a session counts if nothing more is done in it. Who acts as someone else cannot refresh. */
  const sessionUntil = async (session: SessionRow): Promise<Date> => {
    if (session.impersonatorId) return session.expiresAt;
    const [limits, owner] = await Promise.all([(policy ??= identityPolicyOf(em)), account.load(session.accountId)]);
    return countsUntil(session, limits, owner?.roles.some(isStaffRole) ?? false);
  };
  /** The living sessions of devices, newest first, in one query. Those that staff opened from theirs in another's account are not theirs. */
  const sessionsOn = new DataLoader<DeviceRow, SessionRow[], string>(
    async (devices) => {
      const now = clock();
      const accountId = { $in: [...new Set(devices.map((device) => device.accountId))] };
      const deviceId = { $in: devices.map(({ id }) => id) };
      const unended = { accountId, deviceId, revokedAt: null, expiresAt: { $gt: now } };
      const rows = await em.find(SessionRow, unended, { orderBy: { id: 'desc' }, limit: most });
      const ends = await Promise.all(rows.map(sessionUntil));
      const living = rows.filter((_, at) => ends[at]! > now);
      const found = Map.groupBy(living, (row) => `${row.accountId} ${row.deviceId}`);
      return devices.map(({ accountId: owner, id }) => (found.get(`${owner} ${id}`) ?? []).slice(0, sessionsListed));
    },
    { cacheKeyFn: ({ id }) => id },
  );
  return { sessionUntil, sessionsOn };
}

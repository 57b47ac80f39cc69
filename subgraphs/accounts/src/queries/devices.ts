import DataLoader from 'dataloader';
import type { Room } from '@praetor/events/room';
import type { DeviceRow } from '../db/device.entity.ts';
import { SessionRow } from '../db/session.entity.ts';
import { usualName } from '../domain/device.ts';

/** What its owner calls it, otherwise what it says of itself. */
export const deviceName = ({ name, userAgent }: DeviceRow): string => name ?? usualName(userAgent ?? null);

/** How many of a device's sessions are listed with it. */
export const sessionsListed = 20;
/** Of all devices of one answer. */
const most = 1000;

/** The living sessions of devices, newest first, in one query. Sessions that their owner opened in another's account are not theirs. */
export const deviceSessions = ({ em, clock }: Room) =>
  new DataLoader<DeviceRow, SessionRow[], string>(
    async (devices) => {
      const accountId = { $in: [...new Set(devices.map((device) => device.accountId))] };
      const deviceId = { $in: devices.map(({ id }) => id) };
      const living = { accountId, deviceId, revokedAt: null, expiresAt: { $gt: clock() } };
      const rows = await em.find(SessionRow, living, { orderBy: { id: 'desc' }, limit: most });
      const found = Map.groupBy(rows, (row) => `${row.accountId} ${row.deviceId}`);
      return devices.map(({ accountId: owner, id }) => (found.get(`${owner} ${id}`) ?? []).slice(0, sessionsListed));
    },
    { cacheKeyFn: ({ id }) => id },
  );

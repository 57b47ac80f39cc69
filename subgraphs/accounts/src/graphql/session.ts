import type { Id } from '@praetor/kernel/id';
import { ofAtMost, signedIn } from '@praetor/subgraph/declare';
import { enumValues } from '@praetor/subgraph/fields';
import type { DeviceRow } from '../db/device.entity.ts';
import type { SessionRow } from '../db/session.entity.ts';
import { sessionEnds } from '../domain/session.ts';
import { devicesPage, sessionsPage } from '../queries/sessions-page.ts';
import { deviceName, sessionsListed } from '../queries/devices.ts';
import { builder } from './builder.ts';

export const Device = builder.objectRef<DeviceRow>('Device').implement({
  description: 'A device that an account logged in from.',
  fields: (t) => ({
    id: t.exposeID('id'),
    name: t.string({
      description: 'What its owner calls it, otherwise what it says of itself, such as "Firefox on Windows".',
      resolve: deviceName,
    }),
    current: t.boolean({
      description: 'Whether it is the one that asks.',
      resolve: ({ id, accountId }, _, { room: { actor } }) => id === actor.deviceId && accountId === actor.id,
    }),
    fingerprint: t.exposeString('fingerprint', {
      description: 'Equal for one device, whichever account uses it, if its client gives an id.',
    }),
    userAgent: t.exposeString('userAgent', { nullable: true }),
    lastIp: t.exposeString('lastIp', { nullable: true }),
    firstSeenAt: t.expose('firstSeenAt', { type: 'DateTime' }),
    lastSeenAt: t.expose('lastSeenAt', { type: 'DateTime' }),
  }),
});
export const DeviceConnection = builder.connectionObject({ type: Device, name: 'DeviceConnection' });

const SessionEnd = builder.enumType('SessionEnd', {
  description: 'Why a session ended before its time. `REUSE_DETECTED`: somebody showed a used refresh token.',
  values: enumValues(sessionEnds),
});

export const Session = builder.objectRef<SessionRow>('Session').implement({
  description: 'One login, until it expires or is revoked.',
  fields: (t) => ({
    id: t.exposeID('id'),
    current: t.boolean({
      description: 'Whether it is the one that asks.',
      resolve: ({ id }, _, { room }) => id === room.actor.sessionId,
    }),
    active: t.boolean({
      resolve: async (session, _, { room, loaders }) =>
        !session.revokedAt && (await loaders.sessionUntil(session)) > room.clock(),
    }),
    device: t.field({ type: Device, nullable: true, resolve: ({ deviceId }, _, { loaders }) => loaders.device.load(deviceId) }),
    ip: t.exposeString('ip', { nullable: true, description: 'Where it was opened from.' }),
    assurance: t.exposeInt('assurance', { description: 'NIST SP 800-63B: 1, or 2 when two factors were proven.' }),
    methods: t.stringList({ description: 'What was proven (`amr`, RFC 8176).', resolve: ({ methods }) => methods }),
    authenticatedAt: t.expose('authenticatedAt', { type: 'DateTime', description: 'When it was last proven who acts.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    refreshedAt: t.expose('refreshedAt', { type: 'DateTime' }),
    expiresAt: t.field({
      type: 'DateTime',
      description: 'Until when it counts, unless it is refreshed: by its age, or by not being used.',
      resolve: (session, _, { loaders }) => loaders.sessionUntil(session),
    }),
    revokedAt: t.expose('revokedAt', { type: 'DateTime', nullable: true }),
    revokedWhy: t.expose('revokedWhy', { type: SessionEnd, nullable: true }),
  }),
});
builder.objectField(Device, 'sessions', (t) =>
  t.field({
    type: [Session],
    ...ofAtMost(sessionsListed),
    description: `Its sessions that have not ended, the newest first; at most ${sessionsListed}.`,
    resolve: (device, _, { loaders }) => loaders.sessionsOn.load(device),
  }),
);
export const SessionConnection = builder.connectionObject({ type: Session, name: 'SessionConnection' });

/** An API key has neither sessions nor devices: its id matches no row. */
const own = (id: string | null): Id<'account'> | null => (id?.startsWith('acc_') ? (id as Id<'account'>) : null);

builder.queryFields((t) => ({
  mySessions: t.connection(
    {
      type: Session,
      nullable: true,
      description: 'The caller’s sessions, the ended ones too, newest first.',
      ...signedIn,
      resolve: (_, page, { room }) => {
        const account = own(room.actor.id);
        return account && sessionsPage(room, page, account);
      },
    },
    SessionConnection,
  ),
  myDevices: t.connection(
    {
      type: Device,
      nullable: true,
      description: 'The devices that the caller logged in from, newest first.',
      ...signedIn,
      resolve: (_, page, { room }) => {
        const account = own(room.actor.id);
        return account && devicesPage(room, page, account);
      },
    },
    DeviceConnection,
  ),
}));

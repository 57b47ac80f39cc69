import { notificationCreated } from '@praetor/contracts/notifications';
import { live, neverStreams, perViewer } from '@praetor/subgraph/live';
import { signedIn } from '@praetor/subgraph/declare';
import { enumValues } from '@praetor/subgraph/fields';
import type { NotificationRow } from '../db/notification.entity.ts';
import { kinds } from '../domain/notice.ts';
import { myNotifications, myUnreadCount } from '../queries/notifications-page.ts';
import { Account } from './account.ts';
import { builder } from './builder.ts';
import { EntityRef } from './entity-ref.ts';

export const NotificationKind = builder.enumType('NotificationKind', { values: enumValues(kinds) });

export const Notification = builder.objectRef<NotificationRow>('Notification').implement({
  description: 'Something that an account was told in the app.',
  fields: (t) => ({
    id: t.exposeID('id'),
    account: t.field({ type: Account, resolve: ({ accountId }) => ({ id: accountId }) }),
    kind: t.expose('kind', { type: NotificationKind }),
    title: t.exposeString('title'),
    body: t.exposeString('body'),
    link: t.field({
      type: EntityRef,
      nullable: true,
      description: 'What it is about.',
      resolve: ({ linkType, linkId }) => (linkType && linkId ? { type: linkType, id: linkId } : null),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    readAt: t.expose('readAt', { type: 'DateTime', nullable: true }),
  }),
});
export const NotificationConnection = builder.connectionObject({ type: Notification, name: 'NotificationConnection' });

builder.asEntity(Notification, {
  key: builder.selection<{ id: string }>('id'),
  resolveReference: ({ id }, { loaders }) => loaders.notification.load(id) as Promise<NotificationRow>,
});

builder.queryFields((t) => ({
  notification: t.field({
    type: Notification,
    nullable: true,
    description: 'One of the caller’s own notifications.',
    ...signedIn,
    ...perViewer(),
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_, { id }, { loaders }) => loaders.ownNotification.load(String(id)),
  }),
  myNotifications: t.connection(
    {
      type: Notification,
      nullable: true,
      description: 'What the caller was told, newest first.',
      ...signedIn,
      args: { unreadOnly: t.arg.boolean() },
      resolve: (_, { unreadOnly, ...page }, { room }) => myNotifications(room, page, unreadOnly),
    },
    NotificationConnection,
  ),
  myUnreadCount: t.int({
    nullable: true,
    description: 'How many notifications the caller has not read.',
    ...signedIn,
    resolve: (_, _args, { room }) => myUnreadCount(room),
  }),
}));

builder.subscriptionFields((t) => ({
  notificationReceived: t.field({
    type: Notification,
    nullable: true,
    description: 'Each notification to the caller as it comes.',
    ...signedIn,
    directives: live({
      query: 'notification',
      key: 'notificationId',
      concerns: ['accountId'],
      types: [notificationCreated.type],
    }),
    ...neverStreams,
  }),
}));

import { parseId } from '@praetor/kernel/id';
import { requires } from '@praetor/subgraph/declare';
import { notificationsPage } from '../queries/notifications-page.ts';
import { Account } from './account.ts';
import { Notification, NotificationConnection } from './notification.ts';

Account.implement({
  externalFields: (t) => ({ id: t.id({ nullable: false }) }),
  fields: (t) => ({
    notifications: t.connection(
      {
        type: Notification,
        nullable: true,
        description: 'What the account was told, newest first.',
        ...requires('notification:read'),
        args: { unreadOnly: t.arg.boolean() },
        resolve: ({ id }, { unreadOnly, ...page }, { room }) =>
          notificationsPage(room, page, { accountId: parseId('account', id), unreadOnly }),
      },
      NotificationConnection,
    ),
  }),
});

import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';
import { kinds } from '../domain/notice.ts';

const NotificationSchema = defineEntity({
  name: 'Notification',
  tableName: 'notification',
  properties: {
    id: p.type(idType('notification')).primary(),
    tenantId: p.type(idType('tenant')),
    accountId: p.type(idType('account')),
    kind: p.enum(kinds),
    title: p.string().length(200),
    body: p.text(),
    /** What it is about. */
    linkType: p.string().length(40).nullable(),
    linkId: p.string().length(200).nullable(),
    createdAt: p.datetime(),
    readAt: p.datetime().nullable(),
  },
  indexes: [
    { name: 'notification_of_account', properties: ['tenantId', 'accountId', 'id'] },
    {
      name: 'notification_unread',
      expression:
        'create index notification_unread on notifications.notification (tenant_id, account_id, id) where read_at is null',
    },
  ],
  ...tenantWalls(),
});

export class NotificationRow extends NotificationSchema.class {}
NotificationSchema.setClass(NotificationRow);
export { NotificationSchema };

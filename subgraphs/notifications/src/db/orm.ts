import type { Store } from '@praetor/postgres/orm';
import { AlertSchema } from './alert.entity.ts';
import { NotificationSchema } from './notification.entity.ts';

export const store: Store = {
  schema: 'notifications',
  entities: [AlertSchema, NotificationSchema],
  migrations: new URL('../../migrations/', import.meta.url),
};

import type { Store } from '@praetor/postgres/orm';
import { StreamTimeSchema } from './stream-time.entity.ts';
import { TrustProfileSchema } from './trust-profile.entity.ts';

export const store: Store = {
  schema: 'trust',
  entities: [TrustProfileSchema, StreamTimeSchema],
  migrations: new URL('../../migrations/', import.meta.url),
};

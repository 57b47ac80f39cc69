import type { Store } from '@praetor/postgres/orm';
import { CheckpointSchema } from './checkpoint.entity.ts';
import { EntrySchema } from './entry.entity.ts';
import { LogSchema } from './log.entity.ts';
import { SigningKeySchema } from './signing-key.entity.ts';
import { TileSchema } from './tile.entity.ts';

export const store: Store = {
  schema: 'audit',
  entities: [CheckpointSchema, EntrySchema, LogSchema, SigningKeySchema, TileSchema],
  migrations: new URL('../../migrations/', import.meta.url),
};

import type { Store } from '@praetor/postgres/orm';
import { FlagSchema } from './flag.entity.ts';
import { KnownAccountSchema } from './known-account.entity.ts';
import { NoteSchema } from './note.entity.ts';

export const store: Store = {
  schema: 'admin',
  entities: [FlagSchema, NoteSchema, KnownAccountSchema],
  migrations: new URL('../../migrations/', import.meta.url),
};

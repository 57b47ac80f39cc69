import type { Store } from '@praetor/postgres/orm';
import { DisputeSchema } from './dispute.entity.ts';
import { EvidenceSchema } from './evidence.entity.ts';
import { PartySchema } from './party.entity.ts';

export const store: Store = {
  schema: 'disputes',
  entities: [DisputeSchema, EvidenceSchema, PartySchema],
  migrations: new URL('../../migrations/', import.meta.url),
};

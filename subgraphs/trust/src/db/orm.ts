import type { Store } from '@praetor/postgres/orm';
import { AccountRefSchema } from './account-ref.entity.ts';
import { DecidedStateSchema } from './decided-state.entity.ts';
import { LiveModelSchema } from './live-model.entity.ts';
import { StreamTimeSchema } from './stream-time.entity.ts';
import { TrustDecisionSchema } from './trust-decision.entity.ts';
import { TrustModelSchema } from './trust-model.entity.ts';
import { TrustOverrideSchema } from './trust-override.entity.ts';
import { TrustProfileSchema } from './trust-profile.entity.ts';

export const store: Store = {
  schema: 'trust',
  entities: [
    TrustProfileSchema,
    StreamTimeSchema,
    TrustDecisionSchema,
    DecidedStateSchema,
    AccountRefSchema,
    TrustOverrideSchema,
    TrustModelSchema,
    LiveModelSchema,
  ],
  migrations: new URL('../../migrations/', import.meta.url),
};

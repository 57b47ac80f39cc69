import type { Store } from '@praetor/postgres/orm';
import { AccountRefSchema } from './account-ref.entity.ts';
import { BacktestAccountSchema } from './backtest-account.entity.ts';
import { BacktestFlipSchema } from './backtest-flip.entity.ts';
import { DecidedStateSchema } from './decided-state.entity.ts';
import { HeardStatementSchema } from './heard-statement.entity.ts';
import { LiveModelSchema } from './live-model.entity.ts';
import { ModelGateSchema } from './model-gate.entity.ts';
import { ShadowDecisionSchema } from './shadow-decision.entity.ts';
import { ShadowProfileSchema } from './shadow-profile.entity.ts';
import { StreamTimeSchema } from './stream-time.entity.ts';
import { TrustBacktestSchema } from './trust-backtest.entity.ts';
import { TrustDecisionSchema } from './trust-decision.entity.ts';
import { TrustModelSchema } from './trust-model.entity.ts';
import { TrustOverrideSchema } from './trust-override.entity.ts';
import { TrustProfileSchema } from './trust-profile.entity.ts';
import { TrustShadowSchema } from './trust-shadow.entity.ts';

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
    HeardStatementSchema,
    TrustBacktestSchema,
    BacktestAccountSchema,
    BacktestFlipSchema,
    ModelGateSchema,
    TrustShadowSchema,
    ShadowDecisionSchema,
    ShadowProfileSchema,
  ],
  migrations: new URL('../../migrations/', import.meta.url),
};

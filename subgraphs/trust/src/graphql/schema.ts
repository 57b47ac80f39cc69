import { subgraphSchema } from '@praetor/subgraph/builder';
import './account-trust.ts';
import './trust-assessment.ts';
import './trust-backtest.ts';
import './trust-backtest-details.ts';
import './trust-decision.ts';
import './trust-model.ts';
import './trust-model-gate.ts';
import './trust-override.ts';
import './trust-profile.ts';
import './trust-queries.ts';
import './trust-shadow.ts';
import './trust-shadow-details.ts';
import { builder } from './builder.ts';

export const schema = subgraphSchema(builder);

import { subgraphSchema } from '@praetor/subgraph/builder';
import './account-trust.ts';
import './trust-decision.ts';
import './trust-model.ts';
import './trust-override.ts';
import './trust-profile.ts';
import './trust-queries.ts';
import { builder } from './builder.ts';

export const schema = subgraphSchema(builder);

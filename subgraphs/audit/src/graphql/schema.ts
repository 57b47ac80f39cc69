import { subgraphSchema } from '@praetor/subgraph/builder';
import './account-trail.ts';
import './audit-entry.ts';
import './proofs.ts';
import { builder } from './builder.ts';

export const schema = subgraphSchema(builder);

import { subgraphSchema } from '@praetor/subgraph/builder';
import './account-disputes.ts';
import './dispute-mutations.ts';
import './dispute.ts';
import { builder } from './builder.ts';

export const schema = subgraphSchema(builder);

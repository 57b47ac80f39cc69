import { subgraphSchema } from '@praetor/subgraph/builder';
import './account-flags.ts';
import './flag-mutations.ts';
import './flag.ts';
import { builder } from './builder.ts';

export const schema = subgraphSchema(builder);

import { subgraphSchema } from '@praetor/subgraph/builder';
import './account-notifications.ts';
import './alert.ts';
import './mutations.ts';
import './notification.ts';
import { builder } from './builder.ts';

builder.subscriptionType({});

export const schema = subgraphSchema(builder);

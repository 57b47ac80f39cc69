import { runSubgraph } from '@praetor/subgraph/process';
import { readEnv } from './env.ts';
import { createNotificationsService } from './service.ts';

await runSubgraph(readEnv, createNotificationsService);

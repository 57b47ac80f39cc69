import { runSubgraph } from '@praetor/subgraph/process';
import { readEnv } from './env.ts';
import { createAdminService } from './service.ts';

await runSubgraph(readEnv, createAdminService);

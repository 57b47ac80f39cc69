import { runSubgraph } from '@praetor/subgraph/process';
import { readEnv } from './env.ts';
import { createDisputesService } from './service.ts';

await runSubgraph(readEnv, createDisputesService);

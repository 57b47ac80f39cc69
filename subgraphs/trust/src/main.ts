import { runSubgraph } from '@praetor/subgraph/process';
import { readEnv } from './env.ts';
import { createTrustService } from './service.ts';

await runSubgraph(readEnv, createTrustService);

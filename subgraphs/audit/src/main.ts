import { runSubgraph } from '@praetor/subgraph/process';
import { readAuditEnv, readEnv } from './env.ts';
import { createAuditService } from './service.ts';

await runSubgraph(readEnv, (options) => createAuditService({ ...options, ...readAuditEnv() }));

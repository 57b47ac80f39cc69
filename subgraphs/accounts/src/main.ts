import { runSubgraph } from '@praetor/subgraph/process';
import { readEnv } from './env.ts';
import { createAccountsService } from './service.ts';

await runSubgraph(readEnv, (options) => createAccountsService({ ...options, secret: readEnv().secret }));

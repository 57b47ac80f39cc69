import { runSubgraph } from '@praetor/subgraph/process';
import { readEnv } from './env.ts';
import { createAccountsService } from './service.ts';

await runSubgraph(readEnv, (options) => {
  const { secret, mail, pepper, settings } = readEnv();
  return createAccountsService({ ...options, secret, mail, pepper, settings });
});

import { readSubgraphEnv, type SubgraphEnv } from '@praetor/subgraph/env';

/** The settings of this process, checked. */
export const readEnv = (): SubgraphEnv => readSubgraphEnv('notifications', process.env);

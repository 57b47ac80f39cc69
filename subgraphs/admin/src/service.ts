import { createSubgraph, type RunningSubgraph, type SubgraphOptions } from '@praetor/subgraph/service';
import { store } from './db/orm.ts';
import { schema } from './graphql/schema.ts';
import { createLoaders } from './queries/loaders.ts';
import { onAccounts } from './workers/on-accounts.ts';
import { projections } from './workers/projections.ts';
import { onErasures } from './workers/on-erasures.ts';
import { onExports } from './workers/on-exports.ts';
import { onMarketplace } from './workers/on-marketplace.ts';
import { onTrust } from './workers/on-trust.ts';

export { store };

/** What staff may do about it: the one place that wires flags. */
export function createAdminService(options: SubgraphOptions): Promise<RunningSubgraph> {
  return createSubgraph(
    {
      name: 'admin',
      projections,
      schema,
      store,
      loaders: createLoaders,
      // One consumer: each reads the whole stream of events.
      consumers: () => ({ events: [...onAccounts, ...onMarketplace, ...onTrust, ...onErasures, ...onExports] }),
    },
    options,
  );
}

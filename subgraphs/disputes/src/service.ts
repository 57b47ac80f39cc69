import { createSubgraph, type RunningSubgraph, type SubgraphOptions } from '@praetor/subgraph/service';
import { store } from './db/orm.ts';
import { schema } from './graphql/schema.ts';
import { createLoaders } from './queries/loaders.ts';
import { deadlineSweeper } from './workers/deadline-sweeper.ts';
import { onAccounts } from './workers/on-accounts.ts';
import { projections } from './workers/projections.ts';
import { onErasures } from './workers/on-erasures.ts';
import { onExports } from './workers/on-exports.ts';
import { onMarketplace } from './workers/on-marketplace.ts';

export { store };

/** Disputes, refunds and chargebacks: the one place that wires them. */
export function createDisputesService(options: SubgraphOptions): Promise<RunningSubgraph> {
  return createSubgraph(
    {
      name: 'disputes',
      projections,
      schema,
      store,
      loaders: createLoaders,
      // One consumer: each reads the whole stream of events.
      consumers: (parts) => ({ events: [...onAccounts, ...onMarketplace(parts), ...onErasures, ...onExports] }),
      jobs: (parts) => [deadlineSweeper(parts)],
    },
    options,
  );
}

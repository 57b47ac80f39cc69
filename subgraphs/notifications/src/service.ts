import { createSubgraph, type RunningSubgraph, type SubgraphOptions } from '@praetor/subgraph/service';
import { store } from './db/orm.ts';
import { schema } from './graphql/schema.ts';
import { createLoaders } from './queries/loaders.ts';
import { onAccounts } from './workers/on-accounts.ts';
import { onSellers } from './workers/on-sellers.ts';
import { onAdmin } from './workers/on-admin.ts';
import { onClosings } from './workers/on-closings.ts';
import { onDisputes } from './workers/on-disputes.ts';
import { onErasures } from './workers/on-erasures.ts';
import { onExports } from './workers/on-exports.ts';
import { onMarketplace } from './workers/on-marketplace.ts';
import { onTrust } from './workers/on-trust.ts';

export { store };

/** Who is told: the one place that wires notifications and alerts. It listens to everyone but itself. */
export function createNotificationsService(options: SubgraphOptions): Promise<RunningSubgraph> {
  return createSubgraph(
    {
      name: 'notifications',
      schema,
      store,
      loaders: createLoaders,
      // One consumer: each reads the whole stream of events.
      consumers: () => ({
        events: [
          ...onAccounts,
          ...onSellers,
          ...onAdmin,
          ...onDisputes,
          ...onMarketplace,
          ...onTrust,
          ...onClosings,
          ...onErasures,
          ...onExports,
        ],
      }),
    },
    options,
  );
}

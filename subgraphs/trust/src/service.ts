import { createSubgraph, type RunningSubgraph, type SubgraphOptions } from '@praetor/subgraph/service';
import { closeDesks } from './commands/decision-desk.ts';
import { store } from './db/orm.ts';
import { schema } from './graphql/schema.ts';
import { createLoaders } from './queries/loaders.ts';
import { decaySweeper } from './workers/decay-sweeper.ts';
import { modelSweeper } from './workers/model-sweeper.ts';
import { onAccounts } from './workers/on-accounts.ts';
import { advanceBacktest } from './commands/advance-backtest.ts';
import { backtests, onBacktests } from './workers/on-backtests.ts';
import { projections } from './workers/projections.ts';
import { onErasures } from './workers/on-erasures.ts';
import { onExports } from './workers/on-exports.ts';
import { onSignals } from './workers/on-signals.ts';
import { shadowCaster } from './workers/shadow-caster.ts';
import { overrideSweeper } from './workers/override-sweeper.ts';

export { exportDecisions } from './commands/export-decisions.ts';
export { rederive, type Rederivation } from './commands/rederive.ts';
export { store };

/** How far each account may be trusted: the one place that wires it. */
export async function createTrustService(options: SubgraphOptions): Promise<RunningSubgraph> {
  const subgraph = await createSubgraph(
    {
      name: 'trust',
      projections,
      schema,
      store,
      loaders: createLoaders,
      jobs: (parts) => [decaySweeper(parts), overrideSweeper(parts), modelSweeper(parts), shadowCaster(parts)],
      consumers: ({ clock, sagas }) => ({
        signals: [...onSignals(clock), ...onAccounts, ...onErasures, ...onExports],
        backtests: onBacktests(sagas),
      }),
      sagas: (parts) => [{ name: backtests, advance: (id) => advanceBacktest(parts, id) }],
    },
    options,
  );
  return {
    ...subgraph,
    async [Symbol.asyncDispose]() {
      await closeDesks(subgraph.orm);
      await subgraph[Symbol.asyncDispose]();
    },
  };
}

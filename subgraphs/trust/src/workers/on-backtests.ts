import { trustBacktestStarted } from '@praetor/contracts/trust-backtests';
import type { DataOf } from '@praetor/contracts/contract';
import type { EventHandler } from '@praetor/events/handler';
import type { Sagas } from '@praetor/subgraph/saga';

export const backtests = 'trust.backtests';

/** Has a backtest that was started run. */
export const onBacktests = (sagas: Sagas): EventHandler[] => [
  {
    types: [trustBacktestStarted.type],
    async handle(_, events) {
      for (const event of events)
        await sagas.wake(backtests, (event.data as DataOf<typeof trustBacktestStarted>).backtestId, event.id);
    },
  },
];

/**
 * A process of trust with the durable engine, which kills itself (SIGKILL) some milliseconds into the transaction of a chosen
 * portion of the backtest that it takes up. `0` runs on to the end.
 */
import { createPostgresTransport } from '@praetor/events/postgres-transport';
import { startJobs, type DurableOptions } from '@praetor/subgraph/durable';
import { Sagas } from '@praetor/subgraph/saga';
import { testClock } from '@praetor/testkit/time';
import { advanceBacktest } from '../src/commands/advance-backtest.ts';
import { createTrustService } from '../src/service.ts';
import { backtests } from '../src/workers/on-backtests.ts';

const [, , databaseUrl = '', portion = '0', milliseconds = '0'] = process.argv;
const transport = createPostgresTransport({ url: databaseUrl });
const clock = testClock().now;
const subgraph = await createTrustService({ databaseUrl, transport, clock });
let taken = 0;
const deadly = () => {
  taken += 1;
  if (taken === Number(portion)) setTimeout(() => process.kill(process.pid, 'SIGKILL'), Number(milliseconds));
  return clock();
};
const sagas = new Sagas();
sagas.add([{ name: backtests, advance: (id) => advanceBacktest({ orm: subgraph.orm, clock: deadly }, id) }]);
const log = { warn: console.error, error: console.error } as unknown as DurableOptions['log'];
await startJobs([], { databaseUrl, application: 'test', log }, [sagas]);
subgraph.sagas.attach({ wake: (saga, id, cause) => sagas.wake(saga, id, cause) });
subgraph.start();

/**
 * A process of trust with the durable engine, which kills itself (SIGKILL) some milliseconds into the transaction of a chosen
 * portion of the backtest that it takes up, or at its end.
 */
import { createPostgresTransport } from '@praetor/events/postgres-transport';
import { startJobs, type DurableOptions } from '@praetor/subgraph/durable';
import { Sagas, type SagaPause } from '@praetor/subgraph/saga';
import { testClock } from '@praetor/testkit/time';
import { advanceBacktest } from '../src/commands/advance-backtest.ts';
import { createTrustService } from '../src/service.ts';
import { backtests } from '../src/workers/on-backtests.ts';

const [, , databaseUrl = '', portion = '1', milliseconds = '0'] = process.argv;
const transport = createPostgresTransport({ url: databaseUrl });
const clock = testClock().now;
const subgraph = await createTrustService({ databaseUrl, transport, clock });
const die = (): void => void process.kill(process.pid, 'SIGKILL');
let taken = 0;
const deadly = () => {
  taken += 1;
  if (taken === Number(portion)) setTimeout(die, Number(milliseconds));
  return clock();
};
async function advance(id: string): Promise<SagaPause> {
  const pause = await advanceBacktest({ orm: subgraph.orm, clock: deadly }, id);
  if (pause === 'done') die();
  return pause;
}
const sagas = new Sagas();
sagas.add([{ name: backtests, advance }]);
const log = { warn: console.error, error: console.error } as unknown as DurableOptions['log'];
await startJobs([], { databaseUrl, application: 'test', log }, [sagas]);
subgraph.sagas.attach({ wake: (saga, id, cause) => sagas.wake(saga, id, cause) });
subgraph.start();

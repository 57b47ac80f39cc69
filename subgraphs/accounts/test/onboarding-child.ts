/**
 * A process of accounts with the durable engine, which kills itself (SIGKILL) at a chosen point of the first step it takes:
 * before it, after its commit and before the engine heard of it, or while it hands a check over. `never` runs on.
 */
import { generateKeyPairSync } from 'node:crypto';
import { createPostgresTransport } from '@praetor/events/postgres-transport';
import { startJobs, type DurableOptions } from '@praetor/subgraph/durable';
import { Sagas, type Saga } from '@praetor/subgraph/saga';
import { testClock } from '@praetor/testkit/time';
import { createAccountsService } from '../src/service.ts';

const [, , databaseUrl = '', point = ''] = process.argv;
const die = (): Promise<never> => {
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => {});
};

const transport = createPostgresTransport({ url: databaseUrl });
const subgraph = await createAccountsService({
  databaseUrl,
  transport,
  clock: testClock().now,
  secret: 'test secret of at least 32 characters',
  tokenKey: generateKeyPairSync('ed25519').privateKey,
  kyc: { name: 'outside', begin: async () => void (point === 'handing' && (await die())), cancel: async () => {} },
});
const deadly = ({ name, advance }: Saga): Saga => ({
  name,
  async advance(id) {
    if (point === 'before') await die();
    const pause = await advance(id);
    if (point === 'after' && pause === 'again') await die();
    return pause;
  },
});
const sagas = new Sagas();
sagas.add(subgraph.sagas.list.map(deadly));
const log = { warn: console.error, error: console.error } as unknown as DurableOptions['log'];
const durable = { databaseUrl, application: 'test', log };
await startJobs([], durable, [sagas]);
subgraph.sagas.attach({ wake: (saga, id, cause) => sagas.wake(saga, id, cause) });
subgraph.start();
console.log('ready');

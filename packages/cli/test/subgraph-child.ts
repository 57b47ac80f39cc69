/**
 * One subgraph as a process of its own, which kills itself (SIGKILL) at a chosen point: after a statement that matches,
 * so that what it did is not committed; or before or after what it does with the transport; or after a job.
 * Arguments: subgraph, its database URL, the time, the point, the secret.
 */
import { createPostgresTransport } from '@praetor/events/postgres-transport';
import type { EventTransport } from '@praetor/events/transport';
import { die, dieAt } from '@praetor/testkit/deadly-statements';
import type { SubgraphParts } from '../src/subgraphs.ts';

const [, , name = '', databaseUrl = '', time = '', point = '', secret = ''] = process.argv;
const at = async (place: string): Promise<void> => void (place === point && (await die()));

const real = createPostgresTransport({ url: databaseUrl });
const transport: EventTransport = {
  ...real,
  async move(tx, subgraph, limit) {
    await at('before publishing');
    const moved = await real.move!(tx, subgraph, limit);
    if (moved) await at('after publishing');
    return moved;
  },
  consume: (group, handler, options) =>
    real.consume(group, (events) => handler(events).then(() => at('before acknowledging')), options),
};
const service = (await import(`@praetor/${name}/service`)) as Record<string, SubgraphParts['create']>;
const create = service[`create${name[0]!.toUpperCase()}${name.slice(1)}Service`]!;
const subgraph = await create({ databaseUrl, transport, clock: () => new Date(time), secret });
if (point.startsWith('in: ')) await dieAt(subgraph.orm, 'after', new RegExp(point.slice(4)));
subgraph.sagas.attach({ wake: () => Promise.resolve() });
await subgraph.jobs.find((job) => job.name === 'accounts.eraseDue')?.runOnce();
await at('after the job');
while ((await subgraph.drain()) > 0);
await subgraph[Symbol.asyncDispose]();
await real.close();

import { connect } from '@praetor/postgres/orm';
import { createConsumer } from '../src/consumer.ts';
import { createRelay } from '../src/relay.ts';
import type { EventTransport } from '../src/transport.ts';
import { openTransport, recording, store, type TransportSpec } from './world.ts';

/**
 * A relay or a consumer as a process of its own, to be killed; given a point of its work, it kills itself there, the third
 * time it passes. Arguments: role, database URL, transport as JSON, point.
 */
const [role, url, transportJson, point] = process.argv.slice(2) as [string, string, string, string | undefined];
const passes = { left: 3 };

function at(place: string): void {
  if (place === point && (passes.left -= 1) === 0) process.kill(process.pid, 'SIGKILL');
}

async function around<T>(work: () => Promise<T>): Promise<T> {
  at('before publishing');
  const done = await work();
  at('after publishing');
  return done;
}

const orm = await connect(store, url);
const real = await openTransport(JSON.parse(transportJson) as TransportSpec);
const transport: EventTransport = {
  ...real,
  publish: (events, tx) => around(() => real.publish(events, tx)),
  ...(real.move && { move: (tx, subgraph, limit) => around(() => real.move!(tx, subgraph, limit)) }),
  consume: (group, handler, options) =>
    real.consume(group, (events) => handler(events).then(() => at('before acknowledging')), options),
};
const onError = (error: unknown) => console.error(error);
const options = { orm, schema: 'widgets', transport, batch: 20, onError };
const handlers = recording('killed', () => at('in the handler'));
const part =
  role === 'relay' ? createRelay({ ...options, pollMilliseconds: 50 }) : createConsumer({ ...options, name: 'killed', handlers });
part.start();
console.log('ready');

import { connect } from '@praetor/postgres/orm';
import { createConsumer } from '../src/consumer.ts';
import { createRelay } from '../src/relay.ts';
import { openTransport, recording, store, type TransportSpec } from './world.ts';

/** A relay or a consumer as a process of its own, to be killed. Arguments: role, database URL, transport as JSON. */
const [role, url, transportJson] = process.argv.slice(2) as [string, string, string];
const orm = await connect(store, url);
const transport = await openTransport(JSON.parse(transportJson) as TransportSpec);
const onError = (error: unknown) => console.error(error);
const options = { orm, schema: 'widgets', transport, batch: 20, onError };
const part =
  role === 'relay'
    ? createRelay({ ...options, pollMilliseconds: 50 })
    : createConsumer({ ...options, name: 'killed', handlers: recording('killed') });
part.start();
console.log('ready');

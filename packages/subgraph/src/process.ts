import { createPostgresTransport } from '@praetor/events/postgres-transport';
import { createRedisTransport } from '@praetor/events/redis-transport';
import { pino } from 'pino';
import { createSharedClock } from '@praetor/identity/shared-clock';
import { systemClock } from '@praetor/kernel/clock';
import { InvalidSettings } from '@praetor/kernel/settings';
import { requestFields } from '@praetor/telemetry/request-scope';
import { startTracing } from '@praetor/telemetry/tracing';
import type { SubgraphEnv } from './env.ts';
import { serveSubgraph } from './http.ts';
import { startJobs } from './durable.ts';
import type { RunningSubgraph, SubgraphOptions } from './service.ts';

/** One subgraph as a process of its own: settings, service, HTTP, work, and a drain on SIGTERM or SIGINT. */
export async function runSubgraph(
  readEnv: () => SubgraphEnv,
  create: (options: SubgraphOptions) => Promise<RunningSubgraph>,
): Promise<void> {
  try {
    await run(readEnv(), create);
  } catch (error) {
    if (!(error instanceof InvalidSettings)) throw error;
    console.error(`praetor: ${error.message}`);
    process.exitCode = 1;
  }
}

async function run(env: SubgraphEnv, create: (options: SubgraphOptions) => Promise<RunningSubgraph>): Promise<void> {
  const clock = systemClock;
  const log = pino({ level: env.logLevel, mixin: requestFields });
  await using stack = new AsyncDisposableStack();
  stack.use(await startTracing({ endpoint: env.otlpEndpoint, service: `praetor-${env.name}`, clock }));
  const { databaseUrl, redisUrl } = env;
  const transport = redisUrl ? await createRedisTransport({ url: redisUrl }) : createPostgresTransport({ url: databaseUrl });
  stack.defer(() => transport.close());
  const onError = (error: unknown) => log.warn({ err: error }, 'the shared time cannot be read; ours goes on from the last');
  const sharedClock = stack.use(await createSharedClock({ time: () => transport.time(), onError }));
  const subgraph = stack.use(await create({ databaseUrl, transport, clock, log }));
  const durable = { databaseUrl, application: `praetor-${env.name}`, log };
  if (subgraph.jobs.length) stack.use(await startJobs(subgraph.jobs, durable, [subgraph.sagas]));
  subgraph.start();
  stack.use(await serveSubgraph(subgraph, { port: env.port, host: env.host, gatewayKey: env.gatewayKey, clock, sharedClock }));
  log.info({ subgraph: env.name, port: env.port }, 'ready');
  await stopSignal();
}

/** Resolves when the process is asked to stop. */
export function stopSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(signal));
  });
}

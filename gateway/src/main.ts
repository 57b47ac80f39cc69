import { once } from 'node:events';
import { createPostgresTransport } from '@praetor/events/postgres-transport';
import { createRedisTransport } from '@praetor/events/redis-transport';
import type { EventTransport } from '@praetor/events/transport';
import { systemClock } from '@praetor/kernel/clock';
import { InvalidSettings } from '@praetor/kernel/settings';
import { startTracing } from '@praetor/telemetry/tracing';
import { type GatewayEnv, readEnv } from './env.ts';
import { createGateway } from './gateway.ts';

/** The gateway as a process of its own, with subgraphs in others. */
async function run(env: GatewayEnv): Promise<void> {
  const stop = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  await using stack = new AsyncDisposableStack();
  stack.use(await startTracing({ endpoint: env.otlpEndpoint, service: 'praetor-gateway', clock: systemClock }));
  const transport = stack.adopt(await transportOf(env), (one) => one.close());
  const gateway = stack.use(await createGateway(env, { transport, clock: systemClock }));
  await gateway.listen();
  await stop;
}

async function transportOf({ redisUrl, databaseUrl }: GatewayEnv): Promise<EventTransport> {
  if (redisUrl) return createRedisTransport({ url: redisUrl });
  if (databaseUrl) return createPostgresTransport({ url: databaseUrl });
  throw new InvalidSettings([
    'REDIS_URL: write redis://host:port, or set DATABASE_URL: live views follow events through one of them.',
  ]);
}

try {
  await run(readEnv());
} catch (error) {
  if (!(error instanceof InvalidSettings)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

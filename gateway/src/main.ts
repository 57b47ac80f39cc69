import { once } from 'node:events';
import { unwatchFile, watchFile } from 'node:fs';
import { createPostgresTransport } from '@praetor/events/postgres-transport';
import { createRedisTransport } from '@praetor/events/redis-transport';
import type { EventTransport } from '@praetor/events/transport';
import { createSharedClock } from '@praetor/identity/shared-clock';
import { systemClock } from '@praetor/kernel/clock';
import { InvalidSettings } from '@praetor/kernel/settings';
import { startTracing } from '@praetor/telemetry/tracing';
import { type GatewayEnv, readEnv } from './env.ts';
import { createGateway, type Gateway } from './gateway.ts';

const lookEveryMs = 1_000;

/** A new supergraph comes in by its file being replaced, or at once by SIGHUP. */
function reloading(gateway: Gateway, path: string): Disposable {
  const reload = (): void => void gateway.reload();
  // By looking, not by notification: those are lost where the file is mounted, or replaced by another of its name.
  watchFile(path, { interval: lookEveryMs }, reload);
  process.on('SIGHUP', reload);
  return {
    [Symbol.dispose]() {
      unwatchFile(path, reload);
      process.off('SIGHUP', reload);
    },
  };
}

/** The gateway as a process of its own, with subgraphs in others. */
async function run(env: GatewayEnv): Promise<void> {
  const stop = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  await using stack = new AsyncDisposableStack();
  stack.use(await startTracing({ endpoint: env.otlpEndpoint, service: 'praetor-gateway', clock: systemClock }));
  const transport = stack.adopt(await transportOf(env), (one) => one.close());
  const onError = (error: unknown): void => console.warn('The shared time cannot be read; ours goes on from the last.', error);
  const sharedClock = stack.use(await createSharedClock({ time: () => transport.time(), onError }));
  const gateway = stack.use(await createGateway(env, { transport, clock: systemClock, sharedClock }));
  await gateway.listen();
  stack.use(reloading(gateway, env.supergraphPath));
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

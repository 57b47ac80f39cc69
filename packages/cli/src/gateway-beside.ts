import { createPostgresTransport } from '@praetor/events/postgres-transport';
import { createGateway, type GatewayParts } from '@praetor/gateway/gateway';
import type { Clock } from '@praetor/kernel/clock';
import { pino } from 'pino';
import type { PraetorEnv } from './env.ts';
import type { Praetor } from './praetor.ts';

/** Another gateway over the same running subgraphs, on a port of its own: two ways of being a gateway, compared in one process. */
export async function gatewayBeside(
  { subgraphs, adminDatabaseUrl }: Praetor,
  { gateway: env }: PraetorEnv,
  clock: Clock,
  overrides: Pick<NonNullable<GatewayParts['overrides']>, 'withoutAuthorization'>,
): Promise<AsyncDisposable & { readonly url: string }> {
  await using stack = new AsyncDisposableStack();
  const transport = stack.adopt(createPostgresTransport({ url: adminDatabaseUrl }), (one) => one.close());
  const logger = pino({ level: env.logLevel });
  const parts = { subgraphs, transport, clock, overrides: { logger, ...overrides } };
  const gateway = stack.use(await createGateway({ ...env, port: 0 }, parts));
  const { url } = await gateway.listen();
  const owned = stack.move();
  return { url, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

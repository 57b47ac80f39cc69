import { randomUUID } from 'node:crypto';
import { createPostgresTransport } from '@praetor/events/postgres-transport';
import { createRedisTransport } from '@praetor/events/redis-transport';
import { actorHeader, signActor, usualAgeMs } from '@praetor/identity/forward';
import { createSharedClock } from '@praetor/identity/shared-clock';
import { systemClock } from '@praetor/kernel/clock';
import { type Id, newId } from '@praetor/kernel/id';
import { pino } from 'pino';
import { accountsThrough } from '../../../src/accounts.ts';
import { createAuthentication } from '../../../src/authentication.ts';
import type { Caller } from '../../../src/caller.ts';
import type { Standing } from '../../../src/data-source.ts';
import { readEnv } from '../../../src/env.ts';
import { subgraphsOf } from '../../../src/subgraphs.ts';
import { form } from '../client.ts';

/**
 * What a gateway does, step by step in the hands of a test: it asks accounts what a credential is worth, and signs actors for
 * subgraphs; only that it may go on with what it learned once.
 */
export interface Direct extends AsyncDisposable {
  /** Throws when it holds no more. */
  standing(kind: 'accessToken' | 'apiKey', value: string): Promise<Standing>;
  /** Whether a subgraph takes the actor for who it says, however old that is. */
  takes(subgraph: string, standing: Standing): Promise<boolean>;
}

/** Null where subgraphs are no processes of their own. */
export async function directly(): Promise<Direct | null> {
  if (!form.gatewaySettings) return null;
  const env = readEnv(form.gatewaySettings);
  const { gatewayKey: key, redisUrl, databaseUrl } = env;
  if (!key) throw new Error('The gateways have no key.');
  await using stack = new AsyncDisposableStack();
  const transport = redisUrl
    ? await createRedisTransport({ url: redisUrl })
    : createPostgresTransport({ url: databaseUrl ?? '' });
  stack.defer(() => transport.close());
  const sharedClock = stack.use(await createSharedClock({ time: () => transport.time(), onError: () => undefined }));
  const logger = pino({ level: 'silent' });
  const current = async (actor: Standing['actor']) => ({ actor, asOf: sharedClock.earliest() });
  const reached = stack.use(
    subgraphsOf(env, { running: undefined, clock: systemClock, logger, current, onRest: () => undefined }),
  );
  const accounts = accountsThrough(reached.all.find(({ name }) => name === 'accounts')!);
  const { tenant, staffAddresses } = env;
  const authentication = createAuthentication({ accounts, clock: systemClock, sharedClock, logger, tenant, staffAddresses });
  const owned = stack.move();
  return {
    async standing(kind, value) {
      const { actor } = await authentication.viewerOf(callerWith({ kind, value }));
      return authentication.current(actor);
    },
    async takes(subgraph, { actor, asOf }) {
      const url = env.subgraphUrls.get(subgraph) ?? '';
      const body = JSON.stringify({ query: '{ __typename }' });
      const token = await signActor(actor, { audience: subgraph, body, key, now: systemClock(), asOf, within: usualAgeMs });
      const headers = { 'content-type': 'application/json', [actorHeader]: token };
      const response = await fetch(url, { method: 'POST', headers, body });
      return response.status !== 401;
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

const callerWith = (credential: Caller['credential']): Caller => ({
  requestId: newId('request') as Id<'request'>,
  traceparent: `00-${randomUUID().replaceAll('-', '')}-0000000000000001-00`,
  callersTraceparent: null,
  ip: '192.0.2.7',
  userAgent: null,
  credential,
  tenant: null,
});

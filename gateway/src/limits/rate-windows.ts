import type { GraphQLError } from 'graphql';
import ipaddr from 'ipaddr.js';
import type { Logger } from 'pino';
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { type RedisConnection, redisClient } from '@praetor/events/redis-connection';
import type { Authentication } from '../authentication.ts';
import type { Caller } from '../caller.ts';
import { coded } from '../errors.ts';
import type { Viewer } from '../viewer.ts';
import type { RateLimits } from './limit-settings.ts';

const windowSeconds = 60;

/** How much one may ask within a minute: counted in Redis for all gateways together where there is one. */
export interface RateWindows extends AsyncDisposable {
  /** Before anything is read of a request. Throws RATE_LIMITED. */
  admitAddress(caller: Caller): Promise<void>;
  /**
   * Before an operation runs; `registered` when it is one of those. Throws RATE_LIMITED. A key that holds is counted by itself from
   * then on, and no more by its address: a partner's back end has one address for all it asks.
   */
  admitViewer(viewer: Viewer, how?: { registered: boolean }): Promise<void>;
}

export interface RateWindowOptions {
  readonly rates: RateLimits;
  readonly redisUrl: string | null;
  readonly logger: Logger;
}

export function createRateWindows({ rates, redisUrl, logger }: RateWindowOptions): RateWindows {
  const { named, ...general } = rates;
  const isUsed = [...Object.values(general), ...named.values()].some((points) => points > 0);
  const redis = redisUrl && isUsed ? connected(redisUrl, logger) : null;
  const window = (name: string, points: number) => (points > 0 ? limiter(name, points, redis) : null);
  const [ip, actor] = [window('ip', general.ip), window('actor', general.actor)];
  const ofKeys = { key: window('key', general.key), registered: window('registered', general.registered) };
  const own = new Map([...named].map(([id, points]) => [id, window('own', points)]));
  const ofKey = (id: string, tenantId: string, registered: boolean) => {
    const name = [id, tenantId].find((one) => own.has(one));
    return name === undefined ? ofKeys[registered ? 'registered' : 'key'] : own.get(name)!;
  };
  return {
    admitAddress: ({ ip: address }) => consume(ip, networkOf(address), 'Your address'),
    async admitViewer({ actor: { kind, id, tenantId, ip: address } }, { registered } = { registered: false }) {
      if (kind === 'partner' && id) {
        // Nobody waits for it: one that is not given back counts once too often.
        ip?.reward(networkOf(address)).catch(() => undefined);
        return consume(ofKey(id, tenantId, registered), id, 'This API key');
      }
      if (kind === 'account' && id) return consume(actor, id, 'You');
    },
    async [Symbol.asyncDispose]() {
      redis?.destroy();
    },
  };
}

/** The same authentication, within the windows: for doors that are no GraphQL. */
export function withinWindows(authentication: Authentication, windows: RateWindows): Authentication {
  return {
    ...authentication,
    async viewerOf(caller) {
      await windows.admitAddress(caller);
      const viewer = await authentication.viewerOf(caller);
      await windows.admitViewer(viewer);
      return viewer;
    },
  };
}

/** While Redis cannot be reached, each gateway counts for itself: a limit that is too generous, and nobody is kept out. */
function limiter(name: string, points: number, redis: RedisConnection | null): RateLimiterAbstract {
  const options = { keyPrefix: `praetor:rate:${name}`, points, duration: windowSeconds };
  const alone = new RateLimiterMemory(options);
  if (!redis) return alone;
  return new RateLimiterRedis({
    ...options,
    storeClient: redis,
    useRedisPackage: true,
    rejectIfRedisNotReady: true,
    insuranceLimiter: alone,
  });
}

function connected(url: string, logger: Logger): RedisConnection {
  const client = redisClient(url, (error) => logger.warn({ err: error }, 'Rates are counted by this gateway alone: no Redis.'));
  client.connect().catch((error: unknown) => logger.warn({ err: error }, 'Redis cannot be reached.'));
  return client;
}

async function consume(window: RateLimiterAbstract | null, key: string, who: string): Promise<void> {
  try {
    await window?.consume(key);
  } catch (error) {
    throw error instanceof RateLimiterRes ? rateLimited(who, Math.max(1, Math.ceil(error.msBeforeNext / 1000))) : error;
  }
}

function rateLimited(who: string, seconds: number): GraphQLError {
  return coded('RATE_LIMITED', `${who} asked for more than is allowed in a minute. Try again in ${seconds} s.`, {
    http: { status: 429, headers: { 'retry-after': String(seconds) } },
    extensions: { retryAfter: seconds },
  });
}

/** Who has an IPv6 address has 2^64 of them (RFC 4291, section 2.5.4): they count as one. */
function networkOf(address: string | null): string {
  if (!address || !ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  return parsed instanceof ipaddr.IPv6
    ? parsed.parts
        .slice(0, 4)
        .map((part) => part.toString(16))
        .join(':')
    : parsed.toString();
}

import { createClient } from 'redis';

/**
 * One connection. Commands fail at once while it is down and none is sent again by the client: whether to repeat is for
 * whoever knows what repeating means. A server that stops answering counts as down.
 */
export function redisClient(url: string, onError: (error: unknown) => void) {
  const client = createClient({
    url,
    disableOfflineQueue: true,
    pingInterval: 4_000,
    socket: { connectTimeout: 5_000, socketTimeout: 15_000, reconnectStrategy: (retries) => Math.min(50 * 2 ** retries, 2_000) },
  });
  client.on('error', onError);
  return client;
}

export type RedisConnection = ReturnType<typeof redisClient>;

/** Names of everything one installation keeps in Redis. */
export interface Layout {
  readonly prefix: string;
  readonly partitions: number;
}

export const streamOf = ({ prefix }: Layout, partition: number): string => `${prefix}:events:${partition}`;
export const leaseOf = ({ prefix }: Layout, group: string, partition: number): string => `${prefix}:lease:${group}:${partition}`;
export const membersOf = ({ prefix }: Layout, group: string): string => `${prefix}:members:${group}`;
export const horizonOf = ({ prefix }: Layout): string => `${prefix}:horizon`;
export const wakeOf = ({ prefix }: Layout): string => `${prefix}:wake`;

/** How many partitions the installation has. The first to come decides for good: a changed number would break order. */
export async function layoutOf(client: RedisConnection, prefix: string, partitions: number): Promise<Layout> {
  await client.set(`${prefix}:partitions`, partitions, { condition: 'NX' });
  return { prefix, partitions: Number(await client.get(`${prefix}:partitions`)) };
}

/** The server's own time, in milliseconds since 1970. */
export async function timeOf(client: RedisConnection): Promise<number> {
  const [seconds, micros] = (await client.sendCommand(['TIME'])) as unknown as [string, string];
  return Number(seconds) * 1000 + Number(micros) / 1000;
}

import { setTimeout as sleep } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import type { Envelope } from '@praetor/contracts/envelope';
import { hours } from '@praetor/kernel/clock';
import { Bell, pauseAfter, warn } from './bell.ts';
import {
  horizonOf,
  layoutOf,
  redisClient,
  streamOf,
  timeOf,
  wakeOf,
  type Layout,
  type RedisConnection,
} from './redis-connection.ts';
import { Membership, type Entry } from './redis-group.ts';
import { ends, parsePosition, readAfter, type Vector } from './redis-tail.ts';
import type { BatchHandler, ConsumeOptions, EventTransport, Followed, TailOptions } from './transport.ts';

export interface RedisTransportOptions {
  readonly url: string;
  /** Before all keys, so that installations can share a server. */
  readonly prefix?: string;
  /** Streams that events are spread over by tenant and partition key; settled by the first start. */
  readonly partitions?: number;
  /** How long events stay for those who resume, after every group has acknowledged them. */
  readonly keepHours?: number;
  /** After this long without a sign of life, a replica's partitions go to the others. */
  readonly leaseMilliseconds?: number;
  readonly pollMilliseconds?: number;
  readonly onError?: (error: unknown) => void;
}

interface Room {
  readonly options: RedisTransportOptions;
  readonly client: RedisConnection;
  readonly layout: Layout;
  /** Rung when anything is published. */
  readonly bells: Set<Bell>;
}

/**
 * Events travel through Redis Streams, one a partition. A partition has one reader per group at a time, by a lease, so that
 * order per partition key holds with any number of replicas; the lease spares double work, and order does not hang on it:
 * a successor begins with what its predecessor left unacknowledged.
 */
export async function createRedisTransport(options: RedisTransportOptions): Promise<EventTransport> {
  const { url, prefix = 'praetor', partitions = 8, keepHours = 24, onError = warn } = options;
  const client = redisClient(url, onError);
  const subscriber = redisClient(url, onError);
  await Promise.all([client.connect(), subscriber.connect()]);
  const room: Room = { options, client, layout: await layoutOf(client, prefix, partitions), bells: new Set() };
  await subscriber.subscribe(wakeOf(room.layout), () => room.bells.forEach((bell) => bell.ring()));
  return {
    publish: (events) => publish(room, events),
    consume: (group, handler, how) => consume(room, group, handler, how),
    tail: (handler, how) => tail(room, handler, how),
    time: () => timeOf(client),
    prune: () => prune(room, keepHours),
    async close() {
      subscriber.destroy();
      client.destroy();
    },
  };
}

/**
 * One MULTI: all of the batch or nothing, so that a broken connection cannot leave a later event without an earlier one.
 * Resolves when Redis has answered.
 */
async function publish({ client, layout }: Room, events: readonly Envelope[]): Promise<void> {
  if (!events.length) return;
  const batch = client.multi();
  for (const event of events) {
    const partition = crc32(`${event.tenantid}\n${event.partitionkey}`) % layout.partitions;
    batch.xAdd(streamOf(layout, partition), '*', { t: event.type, e: JSON.stringify(event) });
  }
  batch.publish(wakeOf(layout), '');
  await batch.exec();
}

async function consume(room: Room, group: string, handler: BatchHandler, options: ConsumeOptions): Promise<number> {
  const { leaseMilliseconds = 10_000, onError: ownErrors = warn } = room.options;
  const { signal, once = false, onError = ownErrors } = options;
  const membership = new Membership(room.client, room.layout, group, leaseMilliseconds);
  const bell = new Bell();
  room.bells.add(bell);
  const beat = async () => {
    if (await membership.balance()) bell.ring();
  };
  const heartbeat = setInterval(() => void beat().catch(onError), leaseMilliseconds / 3);
  let handled = 0;
  let failures = 0;
  let ready = false;
  while (!signal.aborted) {
    try {
      if (!ready) await membership.create();
      if (!ready) await membership.balance();
      ready = true;
      const entries = await membership.read(options.batch ?? 500);
      const events = eventsOf(entries, options);
      if (events.length) await handler(events);
      await membership.acknowledge(entries);
      handled += events.length;
      failures = 0;
      if (entries.length) continue;
      if (!once) await bell.wait(room.options.pollMilliseconds ?? 1_000, signal);
      else if (await membership.unfinished()) await sleep(20).then(() => membership.balance());
      else break;
    } catch (error) {
      if (once) throw error;
      onError(error);
      ready = false;
      membership.again();
      await new Bell().wait(pauseAfter((failures += 1)), signal);
    }
  }
  clearInterval(heartbeat);
  room.bells.delete(bell);
  await membership.leave().catch(onError);
  return handled;
}

function eventsOf(entries: readonly Entry[], { types }: ConsumeOptions): Envelope[] {
  return entries.flatMap(({ type, json }) =>
    json !== null && (!types || types.includes(type)) ? [JSON.parse(json) as Envelope] : [],
  );
}

async function tail(room: Room, handler: (events: Followed[]) => void | Promise<void>, options: TailOptions): Promise<string> {
  const { client, layout } = room;
  const start = options.from === undefined ? await ends(client, layout) : await parsePosition(client, layout, options.from);
  void follow(room, start, handler, options);
  return start.join(',');
}

/** On a connection of its own, because the read blocks it. */
async function follow(
  room: Room,
  start: Vector,
  handler: (events: Followed[]) => void | Promise<void>,
  options: TailOptions,
): Promise<void> {
  const { signal, onError = room.options.onError ?? warn } = options;
  let position = start;
  let failures = 0;
  const client = redisClient(room.options.url, (error) => signal.aborted || onError(error));
  signal.addEventListener('abort', () => client.destroy(), { once: true });
  while (!signal.aborted) {
    try {
      if (!client.isOpen) await client.connect();
      const followed = await readAfter(client, room.layout, position);
      if (followed.length) await handler(followed);
      position = followed.at(-1)?.position.split(',') ?? position;
      failures = 0;
    } catch (error) {
      if (signal.aborted) break;
      onError(error);
      await new Bell().wait(pauseAfter((failures += 1)), signal);
    }
  }
}

/**
 * KEYS: stream, horizon. ARGV: milliseconds to keep, partition. Trims below the oldest entry that any group still has to acknowledge, and
 * remembers the last entry that went.
 */
const trimScript = `
local function before(a, b)
  local at, as = a:match('(%d+)-(%d+)')
  local bt, bs = b:match('(%d+)-(%d+)')
  if tonumber(at) ~= tonumber(bt) then return tonumber(at) < tonumber(bt) end
  return tonumber(as) < tonumber(bs)
end
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
local groups = redis.call('XINFO', 'GROUPS', KEYS[1])
if #groups == 0 then return 0 end
local time = redis.call('TIME')
local keep = string.format('%.0f-0', time[1] * 1000 + math.floor(time[2] / 1000) - ARGV[1])
for _, fields in ipairs(groups) do
  local group = {}
  for i = 1, #fields, 2 do group[fields[i]] = fields[i + 1] end
  local oldest = group['last-delivered-id']
  if group['pending'] > 0 then oldest = redis.call('XPENDING', KEYS[1], group['name'])[2] end
  if before(oldest, keep) then keep = oldest end
end
if keep == '0-0' then return 0 end
local gone = redis.call('XREVRANGE', KEYS[1], '(' .. keep, '-', 'COUNT', 1)[1]
if not gone then return 0 end
redis.call('HSET', KEYS[2], ARGV[2], gone[1])
return redis.call('XTRIM', KEYS[1], 'MINID', keep)`;

/** Trims what every group has acknowledged and nobody may resume from any more. A stream without groups is left alone. */
async function prune({ client, layout }: Room, keepHours: number): Promise<number> {
  let trimmed = 0;
  for (let partition = 0; partition < layout.partitions; partition += 1) {
    trimmed += Number(
      await client.eval(trimScript, {
        keys: [streamOf(layout, partition), horizonOf(layout)],
        arguments: [String(hours(keepHours)), String(partition)],
      }),
    );
  }
  return trimmed;
}

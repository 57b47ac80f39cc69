import { randomUUID } from 'node:crypto';
import { leaseOf, membersOf, streamOf, type Layout, type RedisConnection } from './redis-connection.ts';

/**
 * All replicas of a group read as this one consumer: what one of them left unacknowledged is then the next one's history,
 * and comes before anything new.
 */
const reader = 'owner';

/**
 * Renews this replica's membership and leases, takes free partitions up to its fair share, gives back what is beyond it.
 * KEYS: members, leases. ARGV: replica, milliseconds. Answers the indexes of the partitions kept, and of those newly taken.
 */
const balanceScript = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
redis.call('PEXPIRE', KEYS[1], ARGV[2] * 10)
local share = math.ceil((#KEYS - 1) / redis.call('ZCARD', KEYS[1]))
local kept, taken, free = {}, {}, {}
for i = 2, #KEYS do
  local owner = redis.call('GET', KEYS[i])
  if owner == ARGV[1] and #kept < share then
    redis.call('PEXPIRE', KEYS[i], ARGV[2])
    kept[#kept + 1] = i - 2
  elseif owner == ARGV[1] then
    redis.call('DEL', KEYS[i])
  elseif not owner then
    free[#free + 1] = i
  end
end
for _, i in ipairs(free) do
  if #kept + #taken >= share then break end
  redis.call('SET', KEYS[i], ARGV[1], 'PX', ARGV[2])
  taken[#taken + 1] = i - 2
end
return {kept, taken}`;

/** Gives everything back. KEYS: members, leases. ARGV: replica. */
const leaveScript = `
redis.call('ZREM', KEYS[1], ARGV[1])
for i = 2, #KEYS do
  if redis.call('GET', KEYS[i]) == ARGV[1] then redis.call('DEL', KEYS[i]) end
end`;

/**
 * Reads only while the lease is held, in one step: a replica that slept through the end of its lease must not be given
 * events that belong after those its successor is handling. KEYS: stream, lease. ARGV: replica, group, count, from.
 */
const readScript = `
if redis.call('GET', KEYS[2]) ~= ARGV[1] then return false end
local reply = redis.call('XREADGROUP', 'GROUP', ARGV[2], '${reader}', 'COUNT', ARGV[3], 'STREAMS', KEYS[1], ARGV[4])
return reply and reply[1][2] or {}`;

/** Whether a partition holds anything that the group has not acknowledged. KEYS: stream. ARGV: group. */
const restScript = `
for _, fields in ipairs(redis.call('XINFO', 'GROUPS', KEYS[1])) do
  local group = {}
  for i = 1, #fields, 2 do group[fields[i]] = fields[i + 1] end
  if group['name'] == ARGV[1] then
    local last = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)[1]
    return (group['pending'] > 0 or (last and last[1] ~= group['last-delivered-id'])) and 1 or 0
  end
end
return 0`;

/** One entry of a stream: its id, the event's type, and the event as it was written; null when it was trimmed away. */
export interface Entry {
  readonly partition: number;
  readonly id: string;
  readonly type: string;
  readonly json: string | null;
}

type RawEntry = [id: string, fields: string[] | null];

/** A replica's part in a group: which partitions it may read, and how far. */
export class Membership {
  readonly #client: RedisConnection;
  readonly #layout: Layout;
  readonly #group: string;
  readonly #leaseMilliseconds: number;
  readonly #id = randomUUID();
  readonly #keys: string[];
  /** Partitions held; `true` while there may be unacknowledged history to read first. */
  #held = new Map<number, boolean>();

  constructor(client: RedisConnection, layout: Layout, group: string, leaseMilliseconds: number) {
    this.#client = client;
    this.#layout = layout;
    this.#group = group;
    this.#leaseMilliseconds = leaseMilliseconds;
    this.#keys = [membersOf(layout, group), ...this.#all().map((partition) => leaseOf(layout, group, partition))];
  }

  /** Makes the group where it does not exist; it begins with the oldest event that is kept. */
  async create(): Promise<void> {
    const existing = (error: unknown) => {
      if (!String(error).includes('BUSYGROUP')) throw error;
    };
    for (const partition of this.#all()) {
      await this.#client.xGroupCreate(streamOf(this.#layout, partition), this.#group, '0', { MKSTREAM: true }).catch(existing);
    }
  }

  /** Whether there are new partitions to read. */
  async balance(): Promise<boolean> {
    const reply = await this.#client.eval(balanceScript, {
      keys: this.#keys,
      arguments: [this.#id, String(this.#leaseMilliseconds)],
    });
    const [kept, taken] = reply as [number[], number[]];
    this.#held = new Map([
      ...kept.map((partition) => [partition, this.#held.get(partition) ?? true] as const),
      ...taken.map((partition) => [partition, true] as const),
    ]);
    return taken.length > 0;
  }

  /** The next events of all partitions held, history first, at most `batch` together. */
  async read(batch: number): Promise<Entry[]> {
    const held = [...this.#held.keys()];
    const count = Math.ceil(batch / Math.max(held.length, 1));
    return (await Promise.all(held.map((partition) => this.#readPartition(partition, count)))).flat();
  }

  async #readPartition(partition: number, count: number): Promise<Entry[]> {
    const history = this.#held.get(partition)!;
    const reply = await this.#client.eval(readScript, {
      keys: [streamOf(this.#layout, partition), leaseOf(this.#layout, this.#group, partition)],
      arguments: [this.#id, this.#group, String(count), history ? '0' : '>'],
    });
    if (reply === null) this.#held.delete(partition);
    const entries = ((reply ?? []) as RawEntry[]).map(([id, fields]) => ({
      partition,
      id,
      type: fields?.[1] ?? '',
      json: fields?.[3] ?? null,
    }));
    if (history && reply && !entries.length) {
      this.#held.set(partition, false);
      return this.#readPartition(partition, count);
    }
    return entries;
  }

  async acknowledge(entries: readonly Entry[]): Promise<void> {
    const byPartition = Map.groupBy(entries, (entry) => entry.partition);
    await Promise.all(
      [...byPartition].map(([partition, own]) =>
        this.#client.xAck(
          streamOf(this.#layout, partition),
          this.#group,
          own.map((entry) => entry.id),
        ),
      ),
    );
  }

  /** What was read and not acknowledged is read again. */
  again(): void {
    for (const partition of this.#held.keys()) this.#held.set(partition, true);
  }

  /** Whether any partition, held or not, still has something for the group. */
  async unfinished(): Promise<boolean> {
    const rests = await Promise.all(
      this.#all().map((partition) =>
        this.#client.eval(restScript, { keys: [streamOf(this.#layout, partition)], arguments: [this.#group] }),
      ),
    );
    return rests.includes(1);
  }

  async leave(): Promise<void> {
    this.#held.clear();
    await this.#client.eval(leaveScript, { keys: this.#keys, arguments: [this.#id] });
  }

  #all(): number[] {
    return Array.from({ length: this.#layout.partitions }, (_, partition) => partition);
  }
}

import type { Envelope } from '@praetor/contracts/envelope';
import { horizonOf, streamOf, type Layout, type RedisConnection } from './redis-connection.ts';
import { PositionGone, type Followed } from './transport.ts';

/** The last entry seen of every partition; as text, their ids joined by commas. */
export type Vector = string[];

/** Where every partition ends now. */
export function ends(client: RedisConnection, layout: Layout): Promise<Vector> {
  const last = async (partition: number) =>
    (await client.xRevRange(streamOf(layout, partition), '+', '-', { COUNT: 1 }))?.[0]?.id ?? '0-0';
  return Promise.all(Array.from({ length: layout.partitions }, (_, partition) => last(partition)));
}

/** Reads a position that came from outside. Throws {@link PositionGone} when it is none, or what followed it was trimmed. */
export async function parsePosition(client: RedisConnection, layout: Layout, position: string): Promise<Vector> {
  const vector = position.split(',');
  if (vector.length !== layout.partitions || !vector.every((id) => /^\d{1,15}-\d{1,15}$/.test(id)))
    throw new PositionGone(position);
  const horizon = await client.hGetAll(horizonOf(layout));
  vector.forEach((id, partition) => {
    if (isBefore(id, horizon[partition] ?? '0-0')) throw new PositionGone(position);
  });
  return vector;
}

/** The next events after a position, in about the order they were published; empty when none came in five seconds. */
export async function readAfter(client: RedisConnection, layout: Layout, vector: Vector): Promise<Followed[]> {
  const streams = vector.map((id, partition) => ({ key: streamOf(layout, partition), id }));
  const reply = (await client.xRead(streams, { BLOCK: 5_000, COUNT: 200 })) as { name: string; messages: Message[] }[] | null;
  const found = (reply ?? []).flatMap(({ name, messages }) => {
    const partition = Number(name.slice(name.lastIndexOf(':') + 1));
    return messages.map((message) => ({ partition, ...message }));
  });
  const position = [...vector];
  return found
    .sort((left, right) => (isBefore(left.id, right.id) ? -1 : 1))
    .map(({ partition, id, message }) => {
      position[partition] = id;
      return { position: position.join(','), event: JSON.parse(message.e!) as Envelope };
    });
}

interface Message {
  readonly id: string;
  readonly message: Record<string, string>;
}

/** Order of stream ids: milliseconds, then sequence. */
export function isBefore(left: string, right: string): boolean {
  const [leftTime = 0, leftSequence = 0] = left.split('-').map(Number);
  const [rightTime = 0, rightSequence = 0] = right.split('-').map(Number);
  return leftTime === rightTime ? leftSequence < rightSequence : leftTime < rightTime;
}

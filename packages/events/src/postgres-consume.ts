import type pg from 'pg';
import { Bell, pauseAfter, warn } from './bell.ts';
import { channel, page, type Room } from './postgres-page.ts';
import type { BatchHandler, ConsumeOptions } from './transport.ts';

/** Whoever keeps up with a stream of events looks this seldom at most: events in twos and threes cost as much as in hundreds. */
const gatherMilliseconds = 20;
/** Events of no interest are passed by, and where a group stands among them is written down this seldom. */
const passingMilliseconds = 1_000;

/**
 * A group's cursor moves only over handled events, and every batch begins right after an acknowledged cursor. So even two
 * replicas that read at once handle each event after its predecessors, and the inbox makes the second a no-op; the lock
 * that lets one replica work at a time merely spares the effort.
 */
export async function consume(room: Room, group: string, handler: BatchHandler, options: ConsumeOptions): Promise<number> {
  const { signal, once = false, onError = warn } = options;
  const bell = new Bell();
  const lock = `group ${group}`;
  const me = {};
  await using _listening = once ? null : await room.session.listen(channel, () => bell.ring());
  let handled = 0;
  let failures = 0;
  let cursor: string | null = null;
  let written: { readonly cursor: string | null; readonly at: number } = { cursor: null, at: 0 };
  while (!signal.aborted) {
    try {
      if (!once && !(await room.session.hold(lock, me))) {
        cursor = null;
        await bell.wait(room.pollMilliseconds, signal);
        continue;
      }
      if (cursor === null) written = { cursor: (cursor = await register(room.pool, group)), at: performance.now() };
      const { rows, full } = await page(room.pool, cursor, options);
      const events = rows.flatMap(({ envelope }) => envelope ?? []);
      if (events.length) await handler(events);
      handled += events.length;
      cursor = rows.at(-1)?.position ?? cursor;
      const isDue = events.length > 0 || !rows.length || performance.now() - written.at > passingMilliseconds;
      if (isDue && cursor !== written.cursor) {
        await acknowledge(room.pool, group, cursor);
        written = { cursor, at: performance.now() };
      }
      failures = 0;
      if (!rows.length && once) break;
      if (full || once) continue;
      if (rows.length) await new Bell().wait(gatherMilliseconds, signal);
      await bell.wait(room.pollMilliseconds, signal);
    } catch (error) {
      if (once) throw error;
      onError(error);
      cursor = null;
      await new Bell().wait(pauseAfter((failures += 1)), signal);
    }
  }
  if (!once) await room.session.release(lock, me);
  return handled;
}

/** Where a group stands; a new one begins with the oldest event that is kept. */
async function register(pool: pg.Pool, group: string): Promise<string> {
  const known = await pool.query<{ position: string }>('select position::text from transport.consumer_group where name = $1', [
    group,
  ]);
  if (known.rows[0]) return known.rows[0].position;
  await pool.query('insert into transport.consumer_group (name) values ($1) on conflict do nothing', [group]);
  return '0';
}

async function acknowledge(pool: pg.Pool, group: string, position: string): Promise<void> {
  await pool.query('update transport.consumer_group set position = greatest(position, $2), updated_at = now() where name = $1', [
    group,
    position,
  ]);
}

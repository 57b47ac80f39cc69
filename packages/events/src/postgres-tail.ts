import type pg from 'pg';
import { Bell, pauseAfter, warn } from './bell.ts';
import { channel, page, type Room } from './postgres-page.ts';
import { PositionGone, type Followed, type TailOptions } from './transport.ts';

/** Follows the table from its end, or from a position that is still kept. */
export async function tail(
  room: Room,
  handler: (events: Followed[]) => void | Promise<void>,
  options: TailOptions,
): Promise<string> {
  const bell = new Bell();
  const listening = await room.session.listen(channel, () => bell.ring());
  try {
    const start = options.from ?? (await latest(room.pool));
    if (!/^\d{1,18}$/.test(start)) throw new PositionGone(start);
    const { rows } = await room.pool.query<{ gone: boolean }>('select position > $1 as gone from transport.horizon', [start]);
    if (rows[0]?.gone) throw new PositionGone(start);
    void follow(room, start, bell, handler, options).finally(() => listening[Symbol.asyncDispose]());
    return start;
  } catch (error) {
    await listening[Symbol.asyncDispose]();
    throw error;
  }
}

async function latest(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query<{ position: string }>(
    'select greatest((select max(position) from transport.event), (select position from transport.horizon))::text as position',
  );
  return rows[0]!.position;
}

async function follow(
  room: Room,
  start: string,
  bell: Bell,
  handler: (events: Followed[]) => void | Promise<void>,
  options: TailOptions,
): Promise<void> {
  const { signal, onError = warn } = options;
  let position = start;
  let failures = 0;
  while (!signal.aborted) {
    try {
      const { rows } = await page(room.pool, position, { signal });
      if (rows.length) await handler(rows.map((row) => ({ position: row.position, event: row.envelope! })));
      else await bell.wait(room.pollMilliseconds, signal);
      position = rows.at(-1)?.position ?? position;
      failures = 0;
    } catch (error) {
      onError(error);
      await new Bell().wait(pauseAfter((failures += 1)), signal);
    }
  }
}

import type { Envelope } from '@praetor/contracts/envelope';
import type pg from 'pg';
import type { Session } from './session.ts';
import type { ConsumeOptions } from './transport.ts';

/** Where the readers of the Postgres transport work. */
export interface Room {
  readonly pool: pg.Pool;
  readonly session: Session;
  readonly pollMilliseconds: number;
}

/** Notified by every commit that publishes. */
export const channel = 'praetor_transport';

/** `envelope` is null when it is of none of the wanted types. */
export interface Row {
  readonly position: string;
  readonly envelope: Envelope | null;
}

export interface Page {
  /** The wanted events, and always the last one that was read. */
  readonly rows: readonly Row[];
  /** Whether there may be more behind the last. */
  readonly full: boolean;
}

/** What follows a position, in order: the wanted events among the next `batch`. */
export async function page(pool: pg.Pool, cursor: string, { types, batch = 500 }: ConsumeOptions): Promise<Page> {
  const { rows } = await pool.query<Row & { read: number }>({
    name: 'transport-page',
    // Only the edge of the page is looked for among all events; those of no interest are passed by without being copied.
    text: `with edge as (
             select max(position) as position, count(*)::int as read
             from (select position from transport.event where position > $1 order by position limit $2) next)
           select e.position::text, case when w.wanted then e.envelope end as envelope, edge.read
           from edge join transport.event e on e.position > $1 and e.position <= edge.position
             cross join lateral (select $3::text[] is null or e.type = any($3) as wanted) w
           where w.wanted or e.position = edge.position order by e.position`,
    values: [cursor, batch, types ?? null],
  });
  return { rows, full: rows.at(-1)?.read === batch };
}

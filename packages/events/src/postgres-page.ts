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

/** What follows a position, in order: the wanted events among the next `batch`, and always the last of these. */
export async function page(pool: pg.Pool, cursor: string, { types, batch = 500 }: ConsumeOptions): Promise<Row[]> {
  const { rows } = await pool.query<Row>({
    name: 'transport-page',
    // Ordered by the qualified column: the bare name would mean the text of the result.
    text: `select p.position::text, case when p.wanted then p.envelope end as envelope
           from (select e.position, e.envelope, $3::text[] is null or e.type = any($3) as wanted,
                        lead(e.position) over (order by e.position) is null as last
                 from (select position, type, envelope from transport.event where position > $1 order by position limit $2) e) p
           where p.wanted or p.last order by p.position`,
    values: [cursor, batch, types ?? null],
  });
  return rows;
}

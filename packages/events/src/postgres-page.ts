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

/** What follows a position, in order. */
export async function page(pool: pg.Pool, cursor: string, { types, batch = 500 }: ConsumeOptions): Promise<Row[]> {
  const { rows } = await pool.query<Row>({
    name: 'transport-page',
    // Ordered by the qualified column: the bare name would mean the text of the result.
    text: `select e.position::text, case when $3::text[] is null or e.type = any($3) then e.envelope end as envelope
           from transport.event e where e.position > $1 order by e.position limit $2`,
    values: [cursor, batch, types ?? null],
  });
  return rows;
}

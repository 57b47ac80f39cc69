import { asWorker } from '@praetor/postgres/tenancy';
import { sql } from '@praetor/postgres/sql';
import type { MikroORM } from '@mikro-orm/postgresql';

/** What a subgraph has not yet sent, and what it could not take in. */
export interface Backlog {
  /** Age of the oldest event that is announced and not published; 0 when there is none. */
  readonly unpublishedSeconds: number;
  /** Events that a consumer could not handle. */
  readonly failed: number;
  /** Events that wait behind a failed one, to keep their order. */
  readonly waiting: number;
}

/** Read in one statement, by the indexes of unpublished rows and of failures, of which there are few. */
export async function backlogOf(orm: MikroORM, schema: string): Promise<Backlog> {
  const [row] = await asWorker(orm, (tx) =>
    sql<{ age: number | null; failed: number; waiting: number }>(
      tx,
      `select extract(epoch from now() - (
           select created_at from ${schema}.outbox_event where published_at is null order by position limit 1))::float8 as age,
         count(*) filter (where error is not null)::int as failed, count(*) filter (where error is null)::int as waiting
       from ${schema}.inbox_failure`,
    ),
  );
  return { unpublishedSeconds: Math.max(row?.age ?? 0, 0), failed: row?.failed ?? 0, waiting: row?.waiting ?? 0 };
}

import pg from 'pg';
import { processorSeconds } from './process-figures.ts';

/** What a stretch of requests cost beside the waiting. */
export interface Cost {
  /** Seconds of processor of the Node process, and of all of Postgres. */
  readonly node: number;
  readonly postgres: number;
  readonly transactions: number;
  /** How long the event loop was away, in milliseconds, by a timer of its own; null where the process does not tell. */
  readonly loop: { readonly p99: number; readonly max: number } | null;
  /** Milliseconds of garbage collection; null likewise. */
  readonly collecting: number | null;
}

/** Who is watched. */
export interface Watched {
  readonly pid: number;
  readonly postgresPid: number;
  readonly adminUrl: string;
  /** Where its metrics are; null for a process that has none. */
  readonly metrics: string | null;
}

/** Begins to count; what it answers ends it. */
export async function watch(watched: Watched): Promise<() => Promise<Cost>> {
  const before = await countsOf(watched);
  return async () => {
    const after = await countsOf(watched);
    return {
      node: after.node - before.node,
      postgres: after.postgres - before.postgres,
      transactions: after.transactions - before.transactions,
      loop: after.loop,
      collecting: after.collecting === null || before.collecting === null ? null : 1000 * (after.collecting - before.collecting),
    };
  };
}

async function countsOf({ pid, postgresPid, adminUrl, metrics }: Watched) {
  const told = metrics === null ? null : await (await fetch(metrics)).text();
  // prom-client counts its histogram of the loop anew after each look.
  const value = (name: string): number => Number(new RegExp(`^${name}(?:{[^}]*})? (\\S+)$`, 'm').exec(told ?? '')?.[1]);
  const collected = [...(told ?? '').matchAll(/^nodejs_gc_duration_seconds_sum{[^}]*} (\S+)$/gm)];
  return {
    node: processorSeconds(pid, { children: false }) ?? Number.NaN,
    postgres: processorSeconds(postgresPid, { children: true }) ?? Number.NaN,
    transactions: await transactions(adminUrl),
    loop:
      told === null
        ? null
        : { p99: 1000 * value('nodejs_eventloop_lag_p99_seconds'), max: 1000 * value('nodejs_eventloop_lag_max_seconds') },
    collecting: told === null ? null : collected.reduce((sum, [, seconds]) => sum + Number(seconds), 0),
  };
}

/** Committed ones of the database; backends tell theirs within a second. */
async function transactions(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ count: string }>(
      'select xact_commit as count from pg_stat_database where datname = current_database()',
    );
    return Number(rows[0]?.count);
  } finally {
    await client.end();
  }
}

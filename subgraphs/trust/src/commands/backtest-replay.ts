import { createHash } from 'node:crypto';
import { sql } from '@praetor/postgres/sql';
import { isId, parseId, uuidOf } from '@praetor/kernel/id';
import { canonicalText } from '@praetor/transparency/canonical';
import type { Progress } from '../db/trust-backtest.entity.ts';
import { namedIn, replayed, type Heard, type Known } from '../domain/backtest.ts';
import { outcomeOf } from '../domain/outcome.ts';
import type { Statement } from '../domain/profile.ts';
import { keyOf, portion, type Work } from './backtest-work.ts';

interface Row {
  position: string;
  of_marketplace: boolean;
  heard_ms: number;
  statement: Statement;
}

/**
 * Lets both models hear the next statements, in the order in which the consumer heard them. It ends where the marketplace's time
 * passes the instant of scoring, or the end: what was heard later could not be known.
 */
export async function replayPortion(work: Work): Promise<Progress> {
  const { row, progress } = work;
  const warming = progress.phase === 'warmingUp';
  const found = await nextStatements(work);
  const { rows, time, ended } = before(found, work, (warming ? row.scoredAt : row.until).getTime());
  await hear(work, rows);
  const after = {
    ...progress,
    time,
    position: rows.length ? Number(rows.at(-1)!.position) : progress.position,
    statements: progress.statements + rows.length,
    digest: rows.reduce(chained, progress.digest),
  };
  if (!ended && found.length === portion) return after;
  return { ...after, phase: warming ? 'scoring' : 'comparing', account: null };
}

const nextStatements = ({ em, row, progress }: Work): Promise<Row[]> =>
  sql<Row>(
    em,
    `select position, of_marketplace, (extract(epoch from heard_at) * 1000)::float8 as heard_ms, statement
     from trust.heard_statement where tenant_id = $1 and position > $2 and position <= $3 order by position limit ${portion}`,
    [uuidOf(row.tenantId), progress.position, row.lastPosition],
  );

/** Those that were heard while it was not later than `limit`. */
function before(found: readonly Row[], { row, progress }: Work, limit: number) {
  const rows: Row[] = [];
  let time = progress.time;
  for (const one of found) {
    if (one.of_marketplace === row.byMarketplace) {
      const at = Math.min(one.statement.at, one.heard_ms);
      if (at > limit) return { rows, time, ended: true };
      time = Math.max(time ?? at, at);
    }
    rows.push(one);
  }
  return { rows, time, ended: false };
}

const chained = (digest: string, { heard_ms, statement }: Row): string =>
  createHash('sha256')
    .update(digest)
    .update(canonicalText([heard_ms, statement]))
    .digest('hex');

async function hear(work: Work, rows: readonly Row[]): Promise<void> {
  if (!rows.length) return;
  const { row, models, progress } = work;
  const heard: Heard[] = rows.map(({ statement, heard_ms }) => ({ statement, heardAt: heard_ms }));
  const known = new Map(await knownOf(work, new Set(rows.map(({ statement }) => statement.accountId))));
  for (const [id, one] of await knownOf(work, namedIn(heard, known, models).difference(known))) known.set(id, one);
  const outcomes = new Map<string, number>();
  if (progress.phase === 'following')
    for (const { statement } of rows) {
      const worth = outcomeOf(statement, row.scoredAt.getTime(), row.until.getTime());
      outcomes.set(statement.accountId, (outcomes.get(statement.accountId) ?? 0) + worth);
    }
  await write(work, replayed(known, heard, models), outcomes);
}

/** What is known of these accounts so far; who is missing is new to both. */
async function knownOf(work: Work, accounts: ReadonlySet<string>): Promise<[string, Known][]> {
  const byUuid = new Map([...accounts].filter((id) => isId('account', id)).map((id) => [uuidOf(parseId('account', id)), id]));
  if (!byUuid.size) return [];
  const rows = await sql<{ account_id: string; known: Known }>(
    work.em,
    `select account_id, known from unnest($3::uuid[]) as wanted cross join lateral (
       select account_id, known from trust.backtest_account
       where tenant_id = $1 and backtest_id = $2 and account_id = wanted limit 1) found`,
    [...keyOf(work), [...byUuid.keys()]],
  );
  return rows.map(({ account_id, known }) => [byUuid.get(account_id)!, known]);
}

async function write(work: Work, known: ReadonlyMap<string, Known>, outcomes: ReadonlyMap<string, number>): Promise<void> {
  const rows = [...known].map(([id, one]) => ({
    account: uuidOf(parseId('account', id)),
    known: one,
    outcome: outcomes.get(id) ?? 0,
  }));
  await sql(
    work.em,
    `insert into trust.backtest_account as kept (tenant_id, backtest_id, account_id, known, outcome)
     select $1, $2, account, known, outcome from jsonb_to_recordset($3::jsonb) as new (account uuid, known jsonb, outcome int)
     on conflict (tenant_id, backtest_id, account_id)
     do update set known = excluded.known, outcome = kept.outcome + excluded.outcome`,
    [...keyOf(work), JSON.stringify(rows)],
  );
}

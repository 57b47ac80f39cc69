import { trustBacktestCancelled, trustBacktestStarted } from '@praetor/contracts/trust-backtests';
import { perform } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { newId, parseId, uuidOf, type Id } from '@praetor/kernel/id';
import { expectedVersion, idempotencyKey, parse } from '@praetor/kernel/input';
import { Conflict, PolicyDenied } from '@praetor/kernel/refusal';
import { sql } from '@praetor/postgres/sql';
import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { backtestById, gateOf, lockBacktest, runningBacktest } from '../db/trust-backtest.store.ts';
import { TrustBacktestRow } from '../db/trust-backtest.entity.ts';
import { liveModelOf, trustModelById } from '../db/trust-model.store.ts';
import { BacktestNotRunning, BacktestRunning, NoHistory } from '../domain/backtest.ts';
import { emptyTally } from '../domain/backtest-tally.ts';
import { chosenWindow, usualWindow, type Span } from '../domain/backtest-window.ts';
import { accountOf } from './actor.ts';
import { dataOf, subjectOf } from './backtest-event.ts';
import { hashOf } from './digest.ts';
import { resourceOf } from './model-resource.ts';

const Start = z.object({ modelId: z.string(), scoredAt: z.date().nullish(), until: z.date().nullish(), idempotencyKey });
const Cancel = z.object({ backtestId: z.string(), expectedVersion, idempotencyKey });

export const startTrustBacktestRefusals = [BacktestRunning, NoHistory, PolicyDenied] as const;
export const cancelTrustBacktestRefusals = [BacktestNotRunning, PolicyDenied, Conflict] as const;

/** Begins to try a version of the model on stored history, beside the live one; as both are now. */
export async function startTrustBacktest(room: Room, raw: z.input<typeof Start>): Promise<TrustBacktestRow> {
  const input = parse(Start, raw);
  const modelId = parseId('trustModel', input.modelId, 'modelId');
  const { tenantId } = room.actor;
  const attempt = { action: 'startTrustBacktest', target: { type: 'trustModel', id: modelId }, input, reload: backtestById };
  return perform(room, attempt, async (tx) => {
    const model = await trustModelById(tx.em, modelId);
    tx.authorize({ action: 'EditTrustModel', resource: resourceOf(model) });
    const startedById = accountOf(room.actor, 'startTrustBacktest');
    await sql(tx.em, 'select pg_advisory_xact_lock(hashtextextended($1, 0))', [`trust.backtest ${tenantId}`]);
    if (await runningBacktest(tx.em)) throw new BacktestRunning();
    const { lastPosition, byMarketplace, span } = await historyOf(tx.em, tenantId);
    const { windowDays } = await gateOf(tx.em);
    const usual = usualWindow(span, windowDays);
    const chosen = input.scoredAt != null || input.until != null;
    const window = chosen ? chosenWindow(span, usual, { scoredAt: input.scoredAt ?? null, until: input.until ?? null }) : usual;
    const live = await liveModelOf(tx.em);
    const row = tx.em.create(TrustBacktestRow, {
      id: newId('trustBacktest'),
      tenantId,
      modelId,
      state: 'running',
      draftHash: model.contentHash,
      liveHash: hashOf(live),
      liveVersion: live.version,
      draft: model.content,
      live,
      scoredAt: new Date(window.scoredAt),
      until: new Date(window.until),
      windowDays: chosen ? null : windowDays,
      lastPosition,
      byMarketplace,
      progress: { phase: 'warmingUp', position: 0, time: null, statements: 0, digest: '', account: null, decision: null },
      tally: emptyTally(),
      report: null,
      reportHash: null,
      startedById,
      startedAt: tx.now,
      endedAt: null,
    });
    await tx.em.flush();
    await tx.announce(trustBacktestStarted, { subject: subjectOf(row), data: dataOf(row) });
    return row;
  });
}

/** Ends one that runs. What it found so far counts for nothing. */
export async function cancelTrustBacktest(room: Room, raw: z.input<typeof Cancel>): Promise<TrustBacktestRow> {
  const input = parse(Cancel, raw);
  const id = parseId('trustBacktest', input.backtestId, 'backtestId');
  const attempt = { action: 'cancelTrustBacktest', target: { type: 'trustBacktest', id }, input, reload: backtestById };
  return perform(room, attempt, async (tx) => {
    const row = await lockBacktest(tx.em, id, input.expectedVersion);
    tx.authorize({ action: 'EditTrustModel', resource: resourceOf(await trustModelById(tx.em, row.modelId)) });
    if (row.state !== 'running') throw new BacktestNotRunning(row.state);
    Object.assign(row, { state: 'cancelled', endedAt: tx.now });
    await tx.em.flush();
    await tx.announce(trustBacktestCancelled, { subject: subjectOf(row), data: dataOf(row) });
    return row;
  });
}

interface History {
  readonly lastPosition: number;
  readonly byMarketplace: boolean;
  readonly span: Span;
}

/** How far history goes. Its time is the marketplace's, and ours only where the marketplace never said anything. */
async function historyOf(em: EntityManager, tenantId: Id<'tenant'>): Promise<History> {
  const edge = `trust.heard_statement where tenant_id = $1 and of_marketplace = coalesce((select latest_at is not null from trust.stream_time where tenant_id = $1), false)`;
  const at = `least((statement->>'at')::float8, extract(epoch from heard_at) * 1000)::float8`;
  const [row] = await sql<{ last: string; stream: number | null; first: number; latest: number }>(
    em,
    `select last.position as last, first.at as first, latest.at as latest,
            (select (extract(epoch from latest_at) * 1000)::float8 from trust.stream_time where tenant_id = $1) as stream
     from (select position from trust.heard_statement where tenant_id = $1 order by position desc limit 1) last
     cross join (select ${at} as at from ${edge} order by position limit 1) first
     cross join (select ${at} as at from ${edge} order by position desc limit 1) latest`,
    [uuidOf(tenantId)],
  );
  if (!row) throw new NoHistory();
  const until = row.stream ?? row.latest;
  return {
    lastPosition: Number(row.last),
    byMarketplace: row.stream !== null,
    span: { from: Math.min(row.first, until - 1), until },
  };
}

import type { Room } from '@praetor/events/room';
import { isId } from '@praetor/kernel/id';
import { keysetPage, type Page, type PageArguments } from '@praetor/postgres/page';
import { BacktestAccountRow } from '../db/backtest-account.entity.ts';
import { BacktestFlipRow } from '../db/backtest-flip.entity.ts';
import { TrustBacktestRow } from '../db/trust-backtest.entity.ts';
import type { Tier } from '../domain/model.ts';
import { breachesOf, type GateBreach } from '../domain/model-gate.ts';
import type { Loaders } from './loaders.ts';

/** Backtests of the tenant, or of one version of its model, newest first. */
export function backtestsPage(
  { em }: Room,
  page: PageArguments,
  { modelId }: { modelId?: string | null | undefined },
): Promise<Page<TrustBacktestRow>> {
  if (modelId != null && !isId('trustModel', modelId)) return keysetPage(em, TrustBacktestRow, { id: { $in: [] } }, page);
  return keysetPage(em, TrustBacktestRow, modelId != null ? { modelId } : {}, page);
}

export const backtestWithId = async ({ em }: Room, id: string): Promise<TrustBacktestRow | null> =>
  isId('trustBacktest', id) ? em.findOne(TrustBacktestRow, { id }) : null;

interface Wanted {
  readonly backtestId: string;
  readonly tierChanged?: boolean | null | undefined;
  readonly liveTier?: Tier | null | undefined;
  readonly draftTier?: Tier | null | undefined;
}

/** In what a model falls short of what is demanded now; null of a backtest that is not finished. */
export const breachesIn = async ({ report }: TrustBacktestRow, gate: Loaders['gate']): Promise<GateBreach[] | null> =>
  report ? breachesOf(report, await gate.load('gate')) : null;

/** What a backtest found of single accounts, those that moved most first. Of one that still runs: none. */
export function backtestAccountsPage(
  { em }: Room,
  page: PageArguments,
  { backtestId, tierChanged, liveTier, draftTier }: Wanted,
): Promise<Page<BacktestAccountRow>> {
  const order = { moved: 'desc', accountId: 'asc' } as const;
  if (!isId('trustBacktest', backtestId)) return keysetPage(em, BacktestAccountRow, { accountId: { $in: [] } }, page, order);
  return keysetPage(
    em,
    BacktestAccountRow,
    {
      backtestId,
      moved: { $ne: null },
      ...(tierChanged != null && { tierChanged }),
      ...(liveTier && { liveTier }),
      ...(draftTier && { draftTier }),
    },
    page,
    order,
  );
}

/** Decisions that would have come out differently, newest first. */
export function backtestFlipsPage(
  { em }: Room,
  page: PageArguments,
  { backtestId }: { backtestId: string },
): Promise<Page<BacktestFlipRow>> {
  const order = { decisionId: 'desc' } as const;
  if (!isId('trustBacktest', backtestId)) return keysetPage(em, BacktestFlipRow, { decisionId: { $in: [] } }, page, order);
  return keysetPage(em, BacktestFlipRow, { backtestId }, page, order);
}

import type { TrustBacktestRow } from '../db/trust-backtest.entity.ts';

export const subjectOf = ({ modelId }: TrustBacktestRow) => ({ type: 'trustModel', id: modelId });

/** What every event about a backtest says of it. */
export const dataOf = ({ id, modelId, draftHash, liveHash, scoredAt, until, windowDays }: TrustBacktestRow) => ({
  backtestId: id,
  modelId,
  draftHash,
  liveHash,
  scoredAt: scoredAt.toISOString(),
  until: until.toISOString(),
  usualWindow: windowDays != null,
});

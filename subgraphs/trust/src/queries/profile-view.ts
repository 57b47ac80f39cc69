import { assess, type Assessment } from '../domain/assess.ts';
import { modelOf } from '../domain/models.ts';
import type { RecentSignal } from '../domain/remembered.ts';
import type { TrustProfileRow } from '../db/trust-profile.entity.ts';

/** A profile as people see it: derived again from the evidence, by the model and as of the time it was stored for. */
export interface ProfileView extends Assessment {
  readonly accountId: TrustProfileRow['accountId'];
  readonly evaluatedAt: Date;
  readonly validUntilTime: Date | null;
  readonly recentSignals: readonly RecentSignal[];
  readonly version: number;
  readonly updatedAt: Date;
}

export function viewOf(row: TrustProfileRow): ProfileView {
  const assessment = assess(row.state, modelOf(row.modelVersion), row.evaluatedAt.getTime());
  const { accountId, evaluatedAt, nextEvaluationAt, version, updatedAt, state } = row;
  return {
    ...assessment,
    accountId,
    evaluatedAt,
    validUntilTime: nextEvaluationAt ?? null,
    recentSignals: state.recent,
    version,
    updatedAt,
  };
}

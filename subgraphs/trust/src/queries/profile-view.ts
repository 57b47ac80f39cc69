import { assess, type Assessment } from '../domain/assess.ts';
import { modelOf } from '../domain/models.ts';
import { whatWouldChange, type Counterfactual } from '../domain/counterfactual.ts';
import type { RecentSignal } from '../domain/remembered.ts';
import { strongestEvidence, type StrongEvidence } from '../domain/strongest-evidence.ts';
import type { TrustState } from '../domain/trust-state.ts';
import type { TrustProfileRow } from '../db/trust-profile.entity.ts';

/** A profile as people see it: derived again from the evidence, by the model and as of the time it was stored for. */
export interface ProfileView extends Assessment {
  readonly accountId: TrustProfileRow['accountId'];
  readonly evaluatedAt: Date;
  readonly validUntilTime: Date | null;
  readonly recentSignals: readonly RecentSignal[];
  readonly state: TrustState;
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
    state,
    version,
    updatedAt,
  };
}

/** What weighs most in a profile, as of when it was assessed. */
export const evidenceIn = ({ state, modelVersion, evaluatedAt }: ProfileView): StrongEvidence[] =>
  strongestEvidence(state, modelOf(modelVersion), evaluatedAt.getTime());

/** What would change a profile's tier, as of when it was assessed. */
export const changesOf = ({ state, modelVersion, evaluatedAt }: ProfileView): Counterfactual[] =>
  whatWouldChange(state, modelOf(modelVersion), evaluatedAt.getTime());

import { assess, type Assessment } from '../domain/assess.ts';
import { whatWouldChange, type Counterfactual } from '../domain/counterfactual.ts';
import type { EntityManager } from '@mikro-orm/postgresql';
import { modelsOf } from '../db/trust-model.store.ts';
import type { Model } from '../domain/model.ts';
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
  /** By which it was assessed. */
  readonly model: Model;
  readonly version: number;
  readonly updatedAt: Date;
}

/** The views of these rows, in order. */
export async function viewsOf(em: EntityManager, rows: readonly TrustProfileRow[]): Promise<ProfileView[]> {
  const models = await modelsOf(
    em,
    rows.map(({ modelVersion }) => modelVersion),
  );
  return rows.map((row) => viewOf(row, models.get(row.modelVersion)!));
}

function viewOf(row: TrustProfileRow, model: Model): ProfileView {
  const assessment = assess(row.state, model, row.evaluatedAt.getTime());
  const { accountId, evaluatedAt, nextEvaluationAt, version, updatedAt, state } = row;
  return {
    ...assessment,
    accountId,
    evaluatedAt,
    validUntilTime: nextEvaluationAt ?? null,
    recentSignals: state.recent,
    state,
    model,
    version,
    updatedAt,
  };
}

/** What weighs most in a profile, as of when it was assessed. */
export const evidenceIn = ({ state, model, evaluatedAt }: ProfileView): StrongEvidence[] =>
  strongestEvidence(state, model, evaluatedAt.getTime());

/** What would change a profile's tier, as of when it was assessed. */
export const changesOf = ({ state, model, evaluatedAt }: ProfileView): Counterfactual[] =>
  whatWouldChange(state, model, evaluatedAt.getTime());

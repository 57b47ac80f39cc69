import { sql } from '@praetor/postgres/sql';
import { uuidOf, type Id } from '@praetor/kernel/id';
import type { EntityManager } from '@mikro-orm/postgresql';
import { assessedBoth, bySide, type Sides } from '../domain/backtest.ts';
import { decide, type Question, type Verdict } from '../domain/decide.ts';
import type { Assessment } from '../domain/assess.ts';
import type { Action, DecisionOutcome, Model, Tier } from '../domain/model.ts';
import type { TrustState } from '../domain/trust-state.ts';

/** A decision that was made, with what it was made on. */
export interface Kept {
  readonly id: string;
  readonly at: string;
  readonly account_id: string | null;
  readonly action: Action;
  readonly amount_minor: string | null;
  readonly currency: string | null;
  readonly context: Omit<Question, 'action' | 'amount'>;
  readonly outcome: DecisionOutcome;
  readonly score: number;
  readonly tier: Tier;
  readonly evaluated_ms: number;
  readonly state: TrustState;
}

/** The decisions of a tenant after this one, in the order of their time; no later than `until`. */
export const decisionsAfter = (
  em: EntityManager,
  tenantId: Id<'tenant'>,
  after: { at: string; id: string },
  { until, limit }: { until: Date; limit: number },
): Promise<Kept[]> =>
  sql<Kept>(
    em,
    `select d.id, d.decided_at::text as at, d.account_id, d.action, d.amount_minor, d.currency, d.context, d.outcome, d.score, d.tier,
            (extract(epoch from d.evaluated_at) * 1000)::float8 as evaluated_ms, s.state
     from (select * from trust.trust_decision
           where tenant_id = $1 and (decided_at, id) > ($2::timestamptz, $3::uuid) and decided_at <= $4
           order by decided_at, id limit ${limit}) d
     join trust.decided_state s on s.tenant_id = d.tenant_id and s.digest = d.state_digest
     order by d.decided_at, d.id`,
    [uuidOf(tenantId), after.at, after.id, until],
  );

/** What both models make of whoever a kept question was about, and answer it: as on the day, with what was known then. */
export function answeredAgain(kept: Kept, models: Sides<Model>): Sides<{ assessment: Assessment; verdict: Verdict }> {
  const { action, amount_minor, currency, context, state, evaluated_ms } = kept;
  const amount = amount_minor === null || currency === null ? null : { minor: Number(amount_minor), currency };
  const { paymentMethod, activeListings, country } = context;
  const question = { action, amount, paymentMethod, activeListings, country };
  return bySide(assessedBoth(state, models, evaluated_ms), (assessment, side) => ({
    assessment,
    verdict: decide(assessment, models[side], question),
  }));
}

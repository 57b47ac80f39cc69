import type { Room } from '@praetor/events/room';
import { isId } from '@praetor/kernel/id';
import { keysetPage, type Page, type PageArguments } from '@praetor/postgres/page';
import { TrustDecisionRow } from '../db/trust-decision.entity.ts';
import { limitsOf } from '../domain/limits.ts';
import type { DecisionOutcome, Limits, Model } from '../domain/model.ts';

/** Decisions of the tenant, newest first. Whether the caller may list them was declared on the field. */
export async function decisionsPage(
  { em }: Room,
  page: PageArguments,
  { accountId, outcome }: { accountId?: string | null | undefined; outcome?: DecisionOutcome | null | undefined },
): Promise<Page<TrustDecisionRow>> {
  if (accountId != null && !isId('account', accountId)) return keysetPage(em, TrustDecisionRow, { id: { $in: [] } }, page);
  return keysetPage(em, TrustDecisionRow, { ...(accountId != null && { accountId }), ...(outcome && { outcome }) }, page);
}

/** The limits that held: they follow from tier, risk and model. */
export const limitsThen = ({ tier, riskLevel }: TrustDecisionRow, model: Model): Limits => limitsOf(tier, riskLevel, model);

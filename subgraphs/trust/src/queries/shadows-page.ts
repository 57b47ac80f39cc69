import type { Room } from '@praetor/events/room';
import { isId, uuidOf } from '@praetor/kernel/id';
import { keysetPage, type Page, type PageArguments } from '@praetor/postgres/page';
import { sql } from '@praetor/postgres/sql';
import { ShadowDecisionRow } from '../db/shadow-decision.entity.ts';
import { ShadowProfileRow } from '../db/shadow-profile.entity.ts';
import { TrustShadowRow } from '../db/trust-shadow.entity.ts';
import type { Action, DecisionOutcome, Tier } from '../domain/model.ts';
import { shareOf, type Share } from '../domain/proportion.ts';

/** Shadows of the tenant, or of one version of its model, newest first. */
export function shadowsPage(
  { em }: Room,
  page: PageArguments,
  { modelId }: { modelId?: string | null | undefined },
): Promise<Page<TrustShadowRow>> {
  if (modelId != null && !isId('trustModel', modelId)) return keysetPage(em, TrustShadowRow, { id: { $in: [] } }, page);
  return keysetPage(em, TrustShadowRow, modelId != null ? { modelId } : {}, page);
}

export const shadowWithId = async ({ em }: Room, id: string): Promise<TrustShadowRow | null> =>
  isId('trustShadow', id) ? em.findOne(TrustShadowRow, { id }) : null;

interface Of {
  readonly shadowId: string;
  readonly agreed?: boolean | null | undefined;
}

/** What a shadow would have answered, beside what was answered, newest first. */
export function shadowDecisionsPage(
  { em }: Room,
  page: PageArguments,
  { shadowId, agreed }: Of,
): Promise<Page<ShadowDecisionRow>> {
  const order = { decisionId: 'desc' } as const;
  if (!isId('trustShadow', shadowId)) return keysetPage(em, ShadowDecisionRow, { decisionId: { $in: [] } }, page, order);
  return keysetPage(em, ShadowDecisionRow, { shadowId, ...(agreed != null && { agreed }) }, page, order);
}

/** What a shadow makes of accounts, by their id. */
export function shadowProfilesPage({ em }: Room, page: PageArguments, { shadowId, agreed }: Of): Promise<Page<ShadowProfileRow>> {
  const order = { accountId: 'asc' } as const;
  if (!isId('trustShadow', shadowId)) return keysetPage(em, ShadowProfileRow, { accountId: { $in: [] } }, page, order);
  return keysetPage(em, ShadowProfileRow, { shadowId, ...(agreed != null && { agreed }) }, page, order);
}

export interface VerdictMove {
  readonly action: Action;
  readonly live: DecisionOutcome;
  readonly draft: DecisionOutcome;
  readonly decisions: number;
}

/** How often it would have answered what, by what was answered. */
export function verdictsOf({ verdicts }: TrustShadowRow): VerdictMove[] {
  return Object.entries(verdicts)
    .map(([key, decisions]) => {
      const [action, live, draft] = key.split(' ') as [Action, DecisionOutcome, DecisionOutcome];
      return { action, live, draft, decisions };
    })
    .sort((left, right) => right.decisions - left.decisions || (left.action < right.action ? -1 : 1));
}

/** Of its decisions, how many it would have made alike. */
export function agreementOf(shadow: TrustShadowRow): Share {
  const verdicts = verdictsOf(shadow);
  const sum = (all: readonly VerdictMove[]): number => all.reduce((total, { decisions }) => total + decisions, 0);
  return shareOf(sum(verdicts.filter(({ live, draft }) => live === draft)), sum(verdicts));
}

export interface TierMove {
  readonly from: Tier;
  readonly to: Tier;
  readonly accounts: number;
}

/** How many of the accounts it looked at it would have in which tier. */
export async function tierMovesOf({ em }: Room, { id, tenantId }: TrustShadowRow): Promise<TierMove[]> {
  return em.transactional((tx) =>
    sql<TierMove>(
      tx,
      `select live_tier as "from", draft_tier as "to", count(*)::int as accounts from trust.shadow_profile
       where tenant_id = $1 and shadow_id = $2 group by live_tier, draft_tier order by accounts desc, live_tier, draft_tier`,
      [uuidOf(tenantId), uuidOf(id)],
    ),
  );
}

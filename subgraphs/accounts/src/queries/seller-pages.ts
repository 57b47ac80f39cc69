import type { Room } from '@praetor/events/room';
import { isId } from '@praetor/kernel/id';
import { keysetPage, type Page, type PageArguments } from '@praetor/postgres/page';
import { KycCheckRow } from '../db/kyc.entity.ts';
import { SellerApplicationRow } from '../db/seller-application.entity.ts';
import type { CheckKind, CheckState, Outcome, Stage } from '../domain/seller-onboarding.ts';

export interface ApplicationFilter {
  stage?: Stage | null | undefined;
  outcome?: Outcome | null | undefined;
  /** Only those that have no outcome yet. */
  open?: boolean | null | undefined;
}

/** Applications to sell, newest first. */
export function applicationsPage(
  { em }: Room,
  page: PageArguments,
  { stage, outcome, open }: ApplicationFilter,
): Promise<Page<SellerApplicationRow>> {
  const where = { ...(stage && { stage }), ...(open ? { outcome: null } : outcome && { outcome }) };
  return keysetPage(em, SellerApplicationRow, where, page);
}

/** The caller's own, the newest; null when there is none. */
export async function ownApplication({ em, actor }: Room): Promise<SellerApplicationRow | null> {
  if (!isId('account', actor.id)) return null;
  const [newest] = await em.find(SellerApplicationRow, { accountId: actor.id }, { orderBy: { id: 'desc' }, limit: 1 });
  return newest ?? null;
}

/** The reviewers' queue, newest first. */
export const checksPage = (
  { em }: Room,
  page: PageArguments,
  { state, kind }: { state?: CheckState | null | undefined; kind?: CheckKind | null | undefined },
): Promise<Page<KycCheckRow>> => keysetPage(em, KycCheckRow, { ...(state && { state }), ...(kind && { kind }) }, page);

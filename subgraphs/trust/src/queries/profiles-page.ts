import type { Room } from '@praetor/events/room';
import { keysetPage, type Page, type PageArguments } from '@praetor/postgres/page';
import { TrustProfileRow } from '../db/trust-profile.entity.ts';
import { tiers, type Tier } from '../domain/model.ts';
import { viewsOf, type ProfileView } from './profile-view.ts';

/** Profiles of the tenant, the least trusted first. Whether the caller may list them was declared on the field. */
export async function trustProfilesPage(
  { em }: Room,
  page: PageArguments,
  { tier }: { tier?: Tier | null | undefined } = {},
): Promise<Page<ProfileView>> {
  const order = { score: 'asc', accountId: 'asc' } as const;
  const { edges, pageInfo } = await keysetPage(em, TrustProfileRow, { ...(tier && { tier }) }, page, order);
  const views = await viewsOf(
    em,
    edges.map(({ node }) => node),
  );
  return { edges: edges.map(({ cursor }, index) => ({ cursor, node: views[index]! })), pageInfo };
}

export interface TierCount {
  tier: Tier;
  count: number;
}

/** How many profiles are in each tier; tiers without any are counted as zero. Accounts of which nothing is known have none. */
export async function trustSummary({ em }: Room): Promise<TierCount[]> {
  const counts = await em.countBy(TrustProfileRow, 'tier');
  return tiers.map((tier) => ({ tier, count: counts[tier] ?? 0 }));
}

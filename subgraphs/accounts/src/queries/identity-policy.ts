import type { Room } from '@praetor/events/room';
import { IdentityPolicyRow } from '../db/identity-policy.entity.ts';
import { usualPolicy, type IdentityPolicy } from '../domain/identity-policy.ts';

/** What holds, and since when it was decided so. */
export type PolicyShown = IdentityPolicy & { readonly updatedAt: Date | null; readonly version: number };

/** Of the caller's own tenant. */
export const identityPolicy = async ({ em }: Room): Promise<PolicyShown> =>
  (await em.findOne(IdentityPolicyRow, {})) ?? { ...usualPolicy, updatedAt: null, version: 0 };

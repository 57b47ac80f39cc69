import DataLoader from 'dataloader';
import type { Room } from '@praetor/events/room';
import { isId, type Id } from '@praetor/kernel/id';
import type { OrganizationRow } from '../db/organization.entity.ts';
import type { TeamRole } from '../domain/organization.ts';
import { organizationsByIds, rolesIn } from './organizations.ts';

/** One request's loaders of organizations: null for those that the caller is not in, as for those that are not. */
export function organizationLoaders(room: Room) {
  const { id } = room.actor;
  return {
    /** The account that asks; null for API keys and whoever is not signed in. */
    self: isId('account', id) ? id : null,
    organization: new DataLoader<string, OrganizationRow | null>(async (ids) => {
      const found = await organizationsByIds(room, ids);
      return ids.map((one) => found.get(one) ?? null);
    }),
    organizationRole: new DataLoader<Id<'organization'>, TeamRole | null>((ids) => rolesIn(room, ids)),
  };
}

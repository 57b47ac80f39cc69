import DataLoader from 'dataloader';
import type { Room } from '@praetor/events/room';
import type { Id } from '@praetor/kernel/id';
import { MembershipRow } from '../db/membership.entity.ts';
import { ProfileRow } from '../db/profile.entity.ts';
import { ShopRow } from '../db/shop.entity.ts';
import { privacyOf, shows, type Privacy, type PrivacyField, type Standing } from '../domain/profile.ts';
import { readable } from './organizations.ts';

type Account = Id<'account'>;

/** One request's loaders of profiles. */
export function profileLoaders(room: Room) {
  const { em, actor, permissions } = room;
  const teammate = new DataLoader<Account, boolean>(async (ids) => {
    const rows = await (await readable(room)).find(MembershipRow, { accountId: { $in: [...ids] } });
    const found = new Set(rows.map(({ accountId }) => accountId));
    return ids.map((id) => found.has(id));
  });
  const profile = new DataLoader<Account, ProfileRow | null>(async (ids) => {
    const found = new Map((await em.find(ProfileRow, { accountId: { $in: [...ids] } })).map((row) => [row.accountId, row]));
    return ids.map((id) => found.get(id) ?? null);
  });
  const standing = async (id: Account): Promise<Standing> => {
    if (actor.id === id) return 'self';
    if (permissions.has('account:read')) return 'staff';
    return (await teammate.load(id)) ? 'teammate' : 'other';
  };
  return {
    profile,
    shop: new DataLoader<Account, ShopRow | null>(async (ids) => {
      const rows = await em.find(ShopRow, { accountId: { $in: [...ids] } });
      const found = new Map(rows.map((row) => [row.accountId, row]));
      return ids.map((id) => found.get(id) ?? null);
    }),
    /** Who sees what of an account. */
    privacy: async (id: Account): Promise<Privacy> => privacyOf((await profile.load(id))?.privacy),
    /** Whether the caller may see this part of an account: what its owner decided, asked once an account. */
    maySee: async (id: Account, field: PrivacyField): Promise<boolean> =>
      shows(privacyOf((await profile.load(id))?.privacy), field, await standing(id)),
  };
}

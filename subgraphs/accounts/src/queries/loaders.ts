import DataLoader from 'dataloader';
import type { Room } from '@praetor/events/room';
import { isId } from '@praetor/kernel/id';
import { AccountRow } from '../db/account.entity.ts';
import { DeviceRow } from '../db/device.entity.ts';
import { FactorResetRow } from '../db/factor-reset.entity.ts';
import { KycStandingRow, SellerProfileRow } from '../db/kyc.entity.ts';
import { blocksOf } from '../db/guess-limit.store.ts';
import type { KeyedDigest } from '../db/keyed-digest.ts';
import type { Keyring } from '../db/keyring.ts';
import { sessionLoaders } from './devices.ts';
import { organizationLoaders } from './organization-loaders.ts';
import { profileLoaders } from './profile-loaders.ts';

/** One request's loaders, and the keys that its tokens are signed with. Many references, one query; null, in order, for what is not there. */
export function createLoaders(room: Room, keys: Keyring, digests: KeyedDigest) {
  const { em, actor, clock } = room;
  /** Everyone signed in may know that an account of their tenant exists; fields say who may see more of it. */
  const account = new DataLoader<string, AccountRow | null>(async (ids) => {
    if (actor.kind === 'anonymous') return ids.map(() => null);
    const rows = await em.find(AccountRow, { id: { $in: ids.filter((id) => isId('account', id)) } });
    const found = new Map<string, AccountRow>(rows.map((row) => [row.id, row]));
    return ids.map((id) => found.get(id) ?? null);
  });
  return {
    account,
    ...sessionLoaders(room, account),
    ...organizationLoaders(room),
    ...profileLoaders(room),
    keys,
    openFactorReset: new DataLoader<AccountRow['id'], FactorResetRow | null>(async (ids) => {
      const open = { accountId: { $in: [...ids] }, state: { $in: ['waiting' as const, 'awaitingApproval' as const] } };
      const found = new Map((await em.find(FactorResetRow, open)).map((row) => [row.accountId, row]));
      return ids.map((id) => found.get(id) ?? null);
    }),
    kycStanding: new DataLoader<AccountRow['id'], KycStandingRow | null>(async (ids) => {
      const found = new Map((await em.find(KycStandingRow, { accountId: { $in: [...ids] } })).map((row) => [row.accountId, row]));
      return ids.map((id) => found.get(id) ?? null);
    }),
    sellerProfile: new DataLoader<AccountRow['id'], SellerProfileRow | null>(async (ids) => {
      const found = new Map(
        (await em.find(SellerProfileRow, { accountId: { $in: [...ids] } })).map((row) => [row.accountId, row]),
      );
      return ids.map((id) => found.get(id) ?? null);
    }),
    /** By address: until when strangers' passwords are not looked at. */
    guessBlock: new DataLoader<string, Date | null>((emails) => blocksOf(em, digests, emails, clock())),
    device: new DataLoader<DeviceRow['id'], DeviceRow | null>(async (ids) => {
      const found = new Map((await em.find(DeviceRow, { id: { $in: [...ids] } })).map((row) => [row.id, row]));
      return ids.map((id) => found.get(id) ?? null);
    }),
  };
}

export type Loaders = ReturnType<typeof createLoaders>;

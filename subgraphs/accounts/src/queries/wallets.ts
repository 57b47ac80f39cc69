import type { Room } from '@praetor/events/room';
import type { Id } from '@praetor/kernel/id';
import { WalletRow } from '../db/wallet.entity.ts';

/** The account's wallet; one at most. */
export const walletOf = ({ em }: Room, accountId: Id<'account'>): Promise<WalletRow | null> =>
  em.findOne(WalletRow, { accountId, unlinkedAt: null });

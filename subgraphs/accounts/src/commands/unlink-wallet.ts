import { walletUnlinked } from '@praetor/contracts/wallets';
import { perform, type Transaction } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { parseId, type Id } from '@praetor/kernel/id';
import { idempotencyKey, parse } from '@praetor/kernel/input';
import { NotFound } from '@praetor/kernel/refusal';
import { z } from 'zod';
import { lockAccountRow } from '../db/account.store.ts';
import type { WalletRow } from '../db/wallet.entity.ts';
import { livingWalletsOf, lockWallet, walletById } from '../db/wallet.store.ts';
import { accountOf } from './actor.ts';

const Input = z.object({ walletId: z.string(), idempotencyKey });

export const unlinkWalletRefusals = [] as const;

/** The owner takes a wallet away. That it was linked once is not forgotten before the account is erased. */
export async function unlinkWallet(room: Room, raw: z.input<typeof Input>): Promise<WalletRow> {
  const input = parse(Input, raw);
  const id = parseId('wallet', input.walletId, 'walletId');
  const accountId = accountOf(room.actor);
  const target = { type: 'account', id: accountId };
  return perform(room, { action: 'unlinkWallet', target, input, reload: walletById }, async (tx) => {
    await lockAccountRow(tx.em, accountId);
    const wallet = await lockWallet(tx.em, id);
    if (wallet?.accountId !== accountId) throw new NotFound('wallet');
    if (!wallet.unlinkedAt) await unlink(tx, wallet, 'owner');
    return wallet;
  });
}

/** Takes all of an account's wallets away. */
export async function unlinkWallets(tx: Transaction, accountId: Id<'account'>, why: 'closed'): Promise<void> {
  for (const wallet of await livingWalletsOf(tx.em, accountId)) await unlink(tx, wallet, why);
}

async function unlink(tx: Transaction, wallet: WalletRow, why: 'owner' | 'closed'): Promise<void> {
  const { id: walletId, accountId, address, chainId } = wallet;
  wallet.unlinkedAt = tx.now;
  await tx.em.flush();
  await tx.announce(walletUnlinked, {
    subject: { type: 'account', id: accountId },
    data: { accountId, walletId, address, chainId, why },
  });
}

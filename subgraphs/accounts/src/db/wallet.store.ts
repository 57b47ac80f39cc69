import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import type { Id } from '@praetor/kernel/id';
import { NotFound } from '@praetor/kernel/refusal';
import { WalletChallengeRow } from './wallet-challenge.entity.ts';
import { WalletRow } from './wallet.entity.ts';

export async function challengeById(em: EntityManager, id: string): Promise<WalletChallengeRow> {
  const row = await em.findOne(WalletChallengeRow, { id: id as Id<'walletChallenge'> });
  if (!row) throw new NotFound('wallet challenge');
  return row;
}

export async function walletById(em: EntityManager, id: string): Promise<WalletRow> {
  const row = await em.findOne(WalletRow, { id: id as Id<'wallet'> });
  if (!row) throw new NotFound('wallet');
  return row;
}

/** Locked, so that of many answers to one challenge one is first. */
export const lockChallenge = (tx: EntityManager, id: Id<'walletChallenge'>): Promise<WalletChallengeRow | null> =>
  tx.findOne(WalletChallengeRow, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });

export const lockWallet = (tx: EntityManager, id: Id<'wallet'>): Promise<WalletRow | null> =>
  tx.findOne(WalletRow, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });

export const livingWalletAt = (tx: EntityManager, address: string): Promise<WalletRow | null> =>
  tx.findOne(WalletRow, { address, unlinkedAt: null });

export const livingWalletsOf = (tx: EntityManager, accountId: Id<'account'>): Promise<WalletRow[]> =>
  tx.find(WalletRow, { accountId, unlinkedAt: null });

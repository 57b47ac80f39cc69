import { refused } from '@praetor/contracts/refused';
import { walletContested, walletLinked } from '@praetor/contracts/wallets';
import { perform, type Transaction } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { sql } from '@praetor/postgres/sql';
import { newId, parseId } from '@praetor/kernel/id';
import { idempotencyKey, parse } from '@praetor/kernel/input';
import type { Refusal } from '@praetor/kernel/refusal';
import { z } from 'zod';
import { lockAccountRow } from '../db/account.store.ts';
import type { WalletChallengeRow } from '../db/wallet-challenge.entity.ts';
import { WalletRow } from '../db/wallet.entity.ts';
import { livingWalletAt, livingWalletsOf, lockChallenge, walletById } from '../db/wallet.store.ts';
import {
  WalletAlreadyLinked,
  WalletChallengeInvalid,
  WalletLinkedElsewhere,
  WalletProofInvalid,
  WalletSignatureUnsupported,
} from '../domain/wallet.ts';
import { accountOf } from './actor.ts';
import { isKeySignature, signerOf } from './ethereum.ts';

const Input = z.object({
  challengeId: z.string(),
  signature: z.string().regex(/^0x(?:[0-9a-fA-F]{2}){1,4096}$/, 'Give hex with 0x.'),
  idempotencyKey,
});

export const linkWalletRefusals = [
  WalletChallengeInvalid,
  WalletProofInvalid,
  WalletSignatureUnsupported,
  WalletAlreadyLinked,
  WalletLinkedElsewhere,
] as const;

type Outcome = { id: string; wallet: WalletRow } | { id: string; refusal: Refusal };

/** Links the wallet whose key signed the challenge. A challenge is answered once: the wrong answer is committed, and only then refused. */
export async function linkWallet(room: Room, raw: z.input<typeof Input>): Promise<WalletRow> {
  const { signature, ...input } = parse(Input, raw);
  const challengeId = parseId('walletChallenge', input.challengeId, 'challengeId');
  const accountId = accountOf(room.actor);
  const attempt = {
    action: 'linkWallet',
    target: { type: 'account', id: accountId },
    input: { ...input, signature },
    reload: async (em: Parameters<typeof walletById>[0], id: string): Promise<Outcome> =>
      id ? { id, wallet: await walletById(em, id) } : { id, refusal: new WalletChallengeInvalid() },
  };
  const outcome = await perform<Outcome>(room, attempt, async (tx) => {
    await lockAccountRow(tx.em, accountId);
    const challenge = await lockChallenge(tx.em, challengeId);
    if (challenge?.accountId !== accountId || challenge.usedAt || challenge.expiresAt <= tx.now)
      throw new WalletChallengeInvalid();
    challenge.usedAt = tx.now;
    await tx.em.flush();
    const refusal = proofProblem(challenge, signature);
    return refusal ? refuse(tx, challenge, refusal) : link(tx, challenge, signature);
  });
  if ('refusal' in outcome) throw outcome.refusal;
  return outcome.wallet;
}

function proofProblem({ message, address }: WalletChallengeRow, signature: string): Refusal | null {
  if (!isKeySignature(signature)) return new WalletSignatureUnsupported();
  return signerOf(message, signature) === address ? null : new WalletProofInvalid();
}

/** Announced like every refused attempt, in the transaction that used the challenge up. */
async function refuse(tx: Transaction, { accountId }: WalletChallengeRow, refusal: Refusal): Promise<Outcome> {
  const target = { type: 'account', id: accountId };
  const data = { action: 'linkWallet', code: refusal.code, message: refusal.message, target };
  await tx.announce(refused.accounts, { subject: target, data, status: 'refused' });
  return { id: '', refusal };
}

/** The proof holds. One account has one wallet, and one wallet one account; whoever proves another's has shown a link. */
async function link(tx: Transaction, challenge: WalletChallengeRow, signature: string): Promise<Outcome> {
  const { tenantId, accountId, address, chainId, message } = challenge;
  await sql(tx.em, 'select pg_advisory_xact_lock(hashtextextended($1, 0))', [`accounts.wallet/${tenantId}/${address}`]);
  const target = { type: 'account', id: accountId };
  const holder = await livingWalletAt(tx.em, address);
  if (holder && holder.accountId !== accountId) {
    await tx.announce(walletContested, { subject: target, data: { accountId, holderId: holder.accountId, address, chainId } });
    return refuse(tx, challenge, new WalletLinkedElsewhere());
  }
  if ((await livingWalletsOf(tx.em, accountId)).length) return refuse(tx, challenge, new WalletAlreadyLinked());
  const id = newId('wallet');
  const wallet = tx.em.create(WalletRow, {
    id,
    tenantId,
    accountId,
    address,
    chainId,
    message,
    signature,
    linkedAt: tx.now,
    unlinkedAt: null,
  });
  await tx.em.flush();
  await tx.announce(walletLinked, { subject: target, data: { accountId, walletId: id, address, chainId } });
  return { id, wallet };
}

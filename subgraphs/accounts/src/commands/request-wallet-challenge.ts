import { randomBytes } from 'node:crypto';
import { walletChallengeIssued } from '@praetor/contracts/wallets';
import { perform } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { newId } from '@praetor/kernel/id';
import { idempotencyKey, parse } from '@praetor/kernel/input';
import { z } from 'zod';
import { lockAccountRow } from '../db/account.store.ts';
import { WalletChallengeRow } from '../db/wallet-challenge.entity.ts';
import { challengeById } from '../db/wallet.store.ts';
import { challengeExpiry, signInMessage } from '../domain/wallet.ts';
import { accountOf } from './actor.ts';
import { checksummed, readAddress } from './ethereum.ts';

const Input = z.object({
  address: z.string().transform((text, context) => {
    const address = readAddress(text);
    if (address) return address;
    context.addIssue({ code: 'custom', message: 'Give an Ethereum address; its capitals are its checksum (EIP-55).' });
    return z.NEVER;
  }),
  chainId: z.int().positive(),
  idempotencyKey,
});

export const requestWalletChallengeRefusals = [] as const;

const statement = 'Link this wallet to your account. This costs nothing and moves nothing.';

/** Asks an account's holder to sign a message with a wallet's key: a new nonce each time, for this account and address only. */
export async function requestWalletChallenge(
  room: Room,
  origin: string,
  raw: z.input<typeof Input>,
): Promise<WalletChallengeRow> {
  const input = parse(Input, raw);
  const { address, chainId } = input;
  const accountId = accountOf(room.actor);
  const target = { type: 'account', id: accountId };
  return perform(room, { action: 'requestWalletChallenge', target, input, reload: challengeById }, async (tx) => {
    await lockAccountRow(tx.em, accountId);
    const id = newId('walletChallenge');
    const expiresAt = challengeExpiry(tx.now);
    const row = tx.em.create(WalletChallengeRow, {
      id,
      tenantId: room.actor.tenantId,
      accountId,
      address,
      chainId,
      message: signInMessage({
        domain: new URL(origin).host,
        address: checksummed(address),
        statement,
        uri: origin,
        chainId,
        nonce: randomBytes(16).toString('hex'),
        issuedAt: tx.now,
        expiresAt,
        requestId: id,
      }),
      expiresAt,
      usedAt: null,
    });
    await tx.em.flush();
    await tx.announce(walletChallengeIssued, { subject: target, data: { accountId, challengeId: id, chainId } });
    return row;
  });
}

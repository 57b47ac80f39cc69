import { z } from 'zod';
import { defineEvent } from './contract.ts';

/** An address of a public chain, and by which message its holder proved it. */
const wallet = {
  accountId: z.string(),
  walletId: z.string(),
  /** Lower-case hex with 0x. */
  address: z.string(),
  /** EIP-155. */
  chainId: z.int().positive(),
};

/** The account's holder was asked to sign a message, once. */
export const walletChallengeIssued = defineEvent('accounts.walletChallengeIssued.v1', {
  accountId: z.string(),
  challengeId: z.string(),
  chainId: z.int().positive(),
});
/** The account's holder signed with the key of the address (EIP-4361 message, EIP-191 signature). */
export const walletLinked = defineEvent('accounts.walletLinked.v1', wallet, { personal: ['address'] });
export const walletUnlinked = defineEvent(
  'accounts.walletUnlinked.v1',
  { ...wallet, why: z.enum(['owner', 'closed']) },
  { personal: ['address'] },
);
/** The holder proved an address that another account has linked: nothing was linked, and one key stands behind both. */
export const walletContested = defineEvent(
  'accounts.walletContested.v1',
  { accountId: z.string(), holderId: z.string(), address: z.string(), chainId: z.int().positive() },
  { personal: ['address'] },
);

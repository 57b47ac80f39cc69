import type { Room } from '@praetor/events/room';
import { signedIn, steppedUp } from '@praetor/subgraph/declare';
import { idempotencyKey, oneOf } from '@praetor/subgraph/fields';
import { linkWallet, linkWalletRefusals } from '../commands/link-wallet.ts';
import { requestWalletChallenge, requestWalletChallengeRefusals } from '../commands/request-wallet-challenge.ts';
import { unlinkWallet, unlinkWalletRefusals } from '../commands/unlink-wallet.ts';
import type { AccountRow } from '../db/account.entity.ts';
import type { WalletChallengeRow } from '../db/wallet-challenge.entity.ts';
import type { WalletRow } from '../db/wallet.entity.ts';
import { walletOf } from '../queries/wallets.ts';
import { Account } from './account.ts';
import { builder } from './builder.ts';
import './people-refusals.ts';

const Wallet = builder.objectRef<WalletRow>('Wallet').implement({
  description: 'An EVM address whose key the account’s holder has. Message and signature prove it to anyone (EIP-4361, EIP-191).',
  fields: (t) => ({
    id: t.exposeID('id'),
    address: t.exposeString('address', { description: 'Lower-case hex.' }),
    chainId: t.exposeInt('chainId', { description: 'EIP-155.' }),
    message: t.exposeString('message'),
    signature: t.exposeString('signature'),
    linkedAt: t.expose('linkedAt', { type: 'DateTime' }),
    unlinkedAt: t.expose('unlinkedAt', { type: 'DateTime', nullable: true }),
  }),
});

const WalletChallenge = builder.objectRef<WalletChallengeRow>('WalletChallenge').implement({
  description: 'What to sign with `personal_sign`, to the letter. Answered once.',
  fields: (t) => ({
    id: t.exposeID('id'),
    message: t.exposeString('message', { description: 'By EIP-4361 (Sign-In with Ethereum).' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime' }),
  }),
});

const RequestWalletChallengeInput = builder.inputType('RequestWalletChallengeInput', {
  fields: (t) => ({
    address: t.string({ required: true, description: 'Hex with 0x; capitals are checked (EIP-55).' }),
    chainId: t.int({ required: true, description: 'EIP-155: 1 for Ethereum.' }),
    idempotencyKey: idempotencyKey(t),
  }),
});
const LinkWalletInput = builder.inputType('LinkWalletInput', {
  fields: (t) => ({
    challengeId: t.id({ required: true }),
    signature: t.string({ required: true, description: 'r, s and v: 65 bytes in hex with 0x.' }),
    idempotencyKey: idempotencyKey(t),
  }),
});
const UnlinkWalletInput = builder.inputType('UnlinkWalletInput', {
  fields: (t) => ({ walletId: t.id({ required: true }), idempotencyKey: idempotencyKey(t) }),
});

const mayRead = ({ id }: AccountRow, { actor, permissions }: Room): boolean => actor.id === id || permissions.has('account:read');

builder.objectField(Account, 'wallet', (t) =>
  t.field({
    type: Wallet,
    nullable: true,
    description: 'The linked wallet. Null for others than the account itself and staff who may read accounts.',
    resolve: (account, _, { room }) => (mayRead(account, room) ? walletOf(room, account.id) : null),
  }),
);

builder.mutationFields((t) => ({
  requestWalletChallenge: t.field({
    type: WalletChallenge,
    nullable: true,
    description: 'Asks for a message that proves a wallet when its key signs it.',
    ...signedIn,
    errors: oneOf(requestWalletChallengeRefusals),
    args: { input: t.arg({ type: RequestWalletChallengeInput, required: true }) },
    resolve: (_, { input }, { room, loaders }) => requestWalletChallenge(room, loaders.desk.origin, input),
  }),
  linkWallet: t.field({
    type: Wallet,
    nullable: true,
    description: 'Links the wallet whose key signed the challenge. An account has one wallet, and a wallet one account.',
    ...signedIn,
    ...steppedUp,
    errors: oneOf(linkWalletRefusals),
    args: { input: t.arg({ type: LinkWalletInput, required: true }) },
    resolve: (_, { input }, { room }) => linkWallet(room, input),
  }),
  unlinkWallet: t.field({
    type: Wallet,
    nullable: true,
    description: 'Takes the wallet away.',
    ...signedIn,
    ...steppedUp,
    errors: oneOf(unlinkWalletRefusals),
    args: { input: t.arg({ type: UnlinkWalletInput, required: true }) },
    resolve: (_, { input }, { room }) => unlinkWallet(room, input),
  }),
}));

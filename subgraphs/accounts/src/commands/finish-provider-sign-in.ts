import { accountVerified } from '@praetor/contracts/accounts';
import type { Transaction } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { after, days } from '@praetor/kernel/clock';
import { parse } from '@praetor/kernel/input';
import { z } from 'zod';
import type { AccountRow } from '../db/account.entity.ts';
import { accountOfAddress, lockAccountRow } from '../db/account.store.ts';
import type { IdentityProviderRow } from '../db/identity-provider.entity.ts';
import { enabledProvider } from '../db/identity-provider.store.ts';
import { identityOf, lockIdentity } from '../db/linked-identity.store.ts';
import { verify } from '../domain/account.ts';
import {
  addressVouchedFor,
  type Asserted,
  IdentityNotLinked,
  methodsAsserted,
  ProviderSignInFailed,
  ProviderUnavailable,
} from '../domain/identity-provider.ts';
import { apply } from './change-account.ts';
import type { Desk } from './desk.ts';
import { endedThere } from './end-provider-sessions.ts';
import { endProofs } from './end-proofs.ts';
import { deviceInput } from './input.ts';
import { addIdentity } from './link-identity.ts';
import { lockAddress, openAccount } from './open-account.ts';
import { redeem, type Redeemed, redeemInput } from './redeem-ticket.ts';
import type { SessionTokens } from './session-tokens.ts';
import { failSignIn, refusalsOfSignIn, signIn, signingIn, type SignInOutcome } from './sign-in.ts';

/** No idempotency key: a ticket is taken once, and tokens are kept nowhere to be given twice. */
const Input = z.object({ ...redeemInput, deviceId: deviceInput.deviceId });

export const finishProviderSignInRefusals = [
  ProviderSignInFailed,
  ProviderUnavailable,
  IdentityNotLinked,
  ...refusalsOfSignIn,
] as const;

/** A provider that does not say when it saw the person is taken to have seen them long ago: nothing that needs a fresh proof. */
const unknownAgeDays = 1;

/**
 * Signs in by a provider's word: whoever is linked with what it calls the person, or whose account is opened by it. An account is
 * never found by its address alone. Second factor, lock and suspension are met as with every other way.
 */
export async function finishProviderSignIn(room: Room, desk: Desk, raw: unknown): Promise<SessionTokens> {
  const { ticket, callback, deviceId = null } = parse(Input, raw);
  const attempt = { action: 'finishProviderSignIn', accountId: null };
  const redeemed = await redeem(room, desk, { ticket, callback, linker: null }).catch((error: unknown) => {
    if (error instanceof ProviderSignInFailed || error instanceof ProviderUnavailable) return error;
    throw error;
  });
  return signingIn(room, desk.keys, attempt, async (tx) => {
    if (redeemed instanceof ProviderUnavailable) throw redeemed;
    if (redeemed instanceof ProviderSignInFailed) return failSignIn(tx, room, null, 'credentials', redeemed);
    return admitted(tx, room, redeemed, deviceId);
  });
}

async function admitted(
  tx: Transaction,
  room: Room,
  { providerId, issuer, asserted }: Redeemed,
  client: string | null,
): Promise<SignInOutcome> {
  const { subject, sid, authenticatedAt } = asserted;
  const refusal = new IdentityNotLinked();
  const known = await identityOf(tx.em, { issuer, subject });
  // The account first, as everywhere: whoever locks more than that does it in this order.
  let account = known && (await lockAccountRow(tx.em, known.accountId));
  const provider = await enabledProvider(tx.em, providerId);
  if (!provider || (await endedThere(tx, provider, sid)))
    return failSignIn(tx, room, account?.id ?? null, 'credentials', new ProviderSignInFailed());
  account ??= await accountFor(tx, provider, asserted);
  // Read anew under the lock: it may have been unlinked meanwhile.
  const identity = account && (await identityOf(tx.em, { issuer, subject }));
  if (!account || identity?.accountId !== account.id) return failSignIn(tx, room, account?.id ?? null, 'credentials', refusal);
  identity.lastUsedAt = tx.now;
  await tx.em.flush();
  const provenAt = authenticatedAt ?? after(tx.now, -days(unknownAgeDays));
  return signIn(tx, room, account, {
    methods: methodsAsserted(provider, asserted),
    client,
    refusal,
    provider: { id: providerId, sid },
    provenAt: provenAt < tx.now ? provenAt : tx.now,
  });
}

/** An account for somebody who has none here: new, or one that was begun with the address and never proven. Null: there is none. */
async function accountFor(tx: Transaction, provider: IdentityProviderRow, asserted: Asserted): Promise<AccountRow | null> {
  const email = addressVouchedFor(provider, asserted);
  if (email === null) return null;
  const { tenantId, issuer } = provider;
  await lockAddress(tx.em, tenantId, email);
  await lockIdentity(tx.em, tenantId, { issuer, subject: asserted.subject });
  const owner = await accountOfAddress(tx.em, email);
  const linked = await identityOf(tx.em, { issuer, subject: asserted.subject });
  // Two came at once, and the other was first.
  if (linked) return lockAccountRow(tx.em, linked.accountId);
  if (!owner) {
    const displayName = asserted.name?.slice(0, 100) ?? null;
    const account = await openAccount(tx, { tenantId, email, displayName, passwordHash: null, verified: true });
    await addIdentity(tx, account, provider, asserted, 'opened');
    return account;
  }
  const pending = await lockAccountRow(tx.em, owner.id);
  if (pending.status !== 'pending') return null;
  return claim(tx, pending, provider, asserted);
}

/** What a stranger may have begun with the address gives way: no password, name or code of theirs survives. */
async function claim(
  tx: Transaction,
  account: AccountRow,
  provider: IdentityProviderRow,
  asserted: Asserted,
): Promise<AccountRow> {
  account.passwordHash = null;
  account.displayName = asserted.name?.slice(0, 100) ?? null;
  account.emailVerifiedAt = tx.now;
  await apply(tx, account, { decide: verify, contract: accountVerified, data: () => ({ by: 'provider' as const }) });
  await endProofs(tx, account.id);
  await addIdentity(tx, account, provider, asserted, 'claimed');
  return account;
}

import { identityLinked } from '@praetor/contracts/identity-providers';
import { perform, type Transaction } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { after, days } from '@praetor/kernel/clock';
import { newId } from '@praetor/kernel/id';
import { parse } from '@praetor/kernel/input';
import { NotFound } from '@praetor/kernel/refusal';
import { z } from 'zod';
import type { AccountRow } from '../db/account.entity.ts';
import { lockAccountRow } from '../db/account.store.ts';
import type { IdentityProviderRow } from '../db/identity-provider.entity.ts';
import { enabledProvider } from '../db/identity-provider.store.ts';
import { LinkedIdentityRow } from '../db/linked-identity.entity.ts';
import { identitiesOf, identityOf, lockIdentity } from '../db/linked-identity.store.ts';
import type { LetterName } from '../domain/messages.ts';
import {
  type Asserted,
  IdentityLinkedElsewhere,
  most,
  ProviderSignInFailed,
  ProviderUnavailable,
  TooManyIdentities,
} from '../domain/identity-provider.ts';
import { accountOf } from './actor.ts';
import type { Desk } from './desk.ts';
import { redeem, type Redeemed, redeemInput } from './redeem-ticket.ts';

/** No idempotency key: a ticket is taken once. */
const Input = z.object(redeemInput);

export const linkIdentityRefusals = [
  ProviderSignInFailed,
  ProviderUnavailable,
  IdentityLinkedElsewhere,
  TooManyIdentities,
] as const;

/** Links what the caller is at a provider with the account they are signed in to, in the session that began it. They are told by mail. */
export async function linkIdentity(room: Room, desk: Desk, raw: unknown): Promise<LinkedIdentityRow> {
  const { ticket, callback } = parse(Input, raw);
  const accountId = accountOf(room.actor);
  const linker = { accountId, sessionId: room.actor.sessionId };
  const redeemed = await redeem(room, desk, { ticket, callback, linker }).catch((error: unknown) => error as Error);
  const target = { type: 'account', id: accountId };
  const reload = (): never => {
    throw new Error('Linking has no idempotency key: a ticket is taken once.');
  };
  return perform(room, { action: 'linkIdentity', target, input: {}, reload }, async (tx) => {
    if (redeemed instanceof Error) throw redeemed;
    const account = await lockAccountRow(tx.em, accountId);
    if (account.status !== 'active') throw new NotFound('account');
    return link(tx, desk, account, redeemed);
  });
}

async function link(tx: Transaction, desk: Desk, account: AccountRow, redeemed: Redeemed): Promise<LinkedIdentityRow> {
  const { providerId, issuer, asserted } = redeemed;
  const provider = await enabledProvider(tx.em, providerId);
  if (!provider) throw new ProviderSignInFailed();
  await lockIdentity(tx.em, account.tenantId, { issuer, subject: asserted.subject });
  const known = await identityOf(tx.em, { issuer, subject: asserted.subject });
  if (known?.accountId === account.id) return known;
  if (known) throw new IdentityLinkedElsewhere();
  if ((await identitiesOf(tx.em, account.id)).length >= most.identities) throw new TooManyIdentities();
  const identity = await addIdentity(tx, account, provider, asserted, 'owner');
  await tell(tx, desk, account, 'identityLinked');
  return identity;
}

/** Writes and announces a link. The identity is locked, and nobody has it. */
export async function addIdentity(
  tx: Transaction,
  { id: accountId, tenantId }: AccountRow,
  { id: providerId, issuer }: IdentityProviderRow,
  { subject, email }: Asserted,
  by: 'owner' | 'opened' | 'claimed',
): Promise<LinkedIdentityRow> {
  const id = newId('linkedIdentity');
  const row = { id, tenantId, accountId, providerId, issuer, subject, email, linkedAt: tx.now, lastUsedAt: null };
  const identity = tx.em.create(LinkedIdentityRow, row);
  await tx.em.flush();
  const data = { accountId, identityId: id, providerId, issuer, subject, by };
  await tx.announce(identityLinked, { subject: { type: 'account', id: accountId }, data });
  return identity;
}

/** A notice to the account's own address: what changed may not have been its owner. */
export async function tell(tx: Transaction, { post }: Desk, account: AccountRow, letter: LetterName): Promise<void> {
  const { id: accountId, tenantId, email: to } = account;
  if (!to) return;
  const notice = { tenantId, accountId, channel: 'email' as const, letter, to, secret: '' };
  await post.post(tx.em, { ...notice, now: tx.now, expiresAt: after(tx.now, days(2)) });
}

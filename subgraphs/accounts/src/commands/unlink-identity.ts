import { identityUnlinked } from '@praetor/contracts/identity-providers';
import { perform, type Transaction } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { parseId } from '@praetor/kernel/id';
import { idempotencyKey, parse } from '@praetor/kernel/input';
import { NotFound } from '@praetor/kernel/refusal';
import { z } from 'zod';
import type { AccountRow } from '../db/account.entity.ts';
import { accountById, lockAccountRow } from '../db/account.store.ts';
import { IdentityProviderRow } from '../db/identity-provider.entity.ts';
import type { LinkedIdentityRow } from '../db/linked-identity.entity.ts';
import { identitiesOf } from '../db/linked-identity.store.ts';
import { PasskeyRow } from '../db/passkey.entity.ts';
import { LastWayToSignIn } from '../domain/identity-provider.ts';
import { accountOf } from './actor.ts';
import type { Desk } from './desk.ts';
import { tell } from './link-identity.ts';
import { revokeSessions } from './revoke-sessions.ts';

const Input = z.object({ identityId: z.string(), idempotencyKey });

export const unlinkIdentityRefusals = [LastWayToSignIn] as const;

/** Takes a linked identity away. Other sessions end, and the owner is told by mail. The last way to sign in stays. */
export function unlinkIdentity(room: Room, desk: Desk, raw: z.input<typeof Input>): Promise<AccountRow> {
  const input = parse(Input, raw);
  const identityId = parseId('linkedIdentity', input.identityId, 'identityId');
  const accountId = accountOf(room.actor);
  const target = { type: 'account', id: accountId };
  return perform(room, { action: 'unlinkIdentity', target, input, reload: accountById }, async (tx) => {
    const account = await lockAccountRow(tx.em, accountId);
    const identities = await identitiesOf(tx.em, accountId);
    const identity = identities.find(({ id }) => id === identityId);
    if (!identity) throw new NotFound('linked identity');
    const others = identities.filter((other) => other !== identity);
    if (!(await signsInOtherwise(tx, account, others))) throw new LastWayToSignIn();
    const { providerId, issuer } = identity;
    await tx.em.remove(identity).flush();
    await tx.announce(identityUnlinked, { subject: target, data: { accountId, identityId, providerId, issuer } });
    await revokeSessions(tx, accountId, 'factorChanged', room.actor.sessionId);
    await tell(tx, desk, account, 'identityUnlinked');
    return account;
  });
}

/** By a password, a passkey, or an identity of a provider that is switched on. A link by mail is no way of one's own. */
async function signsInOtherwise(tx: Transaction, account: AccountRow, others: readonly LinkedIdentityRow[]): Promise<boolean> {
  if (account.passwordHash !== null) return true;
  if (await tx.em.count(PasskeyRow, { accountId: account.id })) return true;
  const ids = others.map(({ providerId }) => providerId);
  return (await tx.em.count(IdentityProviderRow, { id: { $in: ids }, enabled: true })) > 0;
}

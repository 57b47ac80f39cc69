import { randomBytes } from 'node:crypto';
import { proofRequested } from '@praetor/contracts/accounts';
import { perform } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { after, hours } from '@praetor/kernel/clock';
import { newId } from '@praetor/kernel/id';
import type { AccountRow } from '../db/account.entity.ts';
import { ProofRow } from '../db/proof.entity.ts';
import { proofById } from '../db/proof.store.ts';
import { digestOf } from './session-tokens.ts';

/** How long whoever runs Praetor has to hand the link over. */
export const setUpHours = 24;

/** What sets a first password, once: 256 random bits, kept as a digest. */
export const newSetUpToken = (): string => `lt_${randomBytes(32).toString('base64url')}`;

/** Lets the new account's owner choose a password, as after a forgotten one. No field of the graph leads here. */
export function inviteToSetUp(room: Room, { id: accountId, tenantId, email }: AccountRow, token: string): Promise<ProofRow> {
  const target = { type: 'account', id: accountId };
  return perform(room, { action: 'inviteToSetUp', target, input: {}, reload: proofById }, async (tx) => {
    const id = newId('proof');
    const row = tx.em.create(ProofRow, {
      id,
      tenantId,
      accountId,
      purpose: 'resetPassword',
      address: email ?? '',
      digest: digestOf(token),
      sealed: null,
      attempts: 0,
      sends: 1,
      requestedAt: tx.now,
      answeredAt: tx.now,
      expiresAt: after(tx.now, hours(setUpHours)),
      endedAt: null,
      createdAt: tx.now,
    });
    await tx.em.flush();
    const data = { proofId: id, purpose: 'resetPassword' as const, accountId };
    await tx.announce(proofRequested, { subject: { type: 'proof', id }, data });
    return row;
  });
}

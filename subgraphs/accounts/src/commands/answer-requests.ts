import { randomBytes, randomInt } from 'node:crypto';
import { proofSent } from '@praetor/contracts/accounts';
import { effectsAt, type Transaction } from '@praetor/events/perform';
import type { Clock } from '@praetor/kernel/clock';
import { idOf, type Id } from '@praetor/kernel/id';
import { sql } from '@praetor/postgres/sql';
import { asWorker, inTenant } from '@praetor/postgres/tenancy';
import type { MikroORM } from '@mikro-orm/postgresql';
import type { AccountRow } from '../db/account.entity.ts';
import { accountOfAddress } from '../db/account.store.ts';
import type { ProofRow } from '../db/proof.entity.ts';
import { lockUnanswered } from '../db/proof.store.ts';
import type { LetterName } from '../domain/messages.ts';
import { purposes } from '../domain/proof.ts';
import type { Desk } from './desk.ts';
import { endProofs } from './end-proofs.ts';
import { maySignInByLink } from './may-sign-in-by-link.ts';
import { lockAddress, openAccount } from './open-account.ts';
import { digestOf } from './session-tokens.ts';

const batch = 50;

/** Finds out whose the addresses are that secrets were asked for, and sends what is right. How many requests. */
export async function answerRequests({ orm, clock, desk }: { orm: MikroORM; clock: Clock; desk: Desk }): Promise<number> {
  const due = await asWorker(orm, (tx) =>
    sql<{ id: string; tenant_id: string }>(
      tx,
      `select id, tenant_id from accounts.proof where answered_at is null and ended_at is null order by requested_at limit ${batch}`,
    ),
  );
  for (const { id, tenant_id } of due) {
    const tenantId = idOf('tenant', tenant_id);
    const now = clock();
    await inTenant(orm, tenantId, (em) =>
      effectsAt(em, 'accounts.answerRequests', { tenantId, now }, (tx) => answer(tx, desk, idOf('proof', id))),
    );
  }
  return due.length < batch ? due.length : due.length + (await answerRequests({ orm, clock, desk }));
}

/** One request, by one process: the others pass it over. */
async function answer(tx: Transaction, desk: Desk, id: Id<'proof'>): Promise<void> {
  const proof = await lockUnanswered(tx.em, id);
  if (!proof) return;
  proof.answeredAt = tx.now;
  if (proof.expiresAt <= tx.now) return;
  await lockAddress(tx.em, proof.tenantId, proof.address);
  const owner = await accountOfAddress(tx.em, proof.address);
  switch (proof.purpose) {
    case 'register':
      if (owner && owner.status !== 'pending') return notify(tx, desk, proof, owner.id, 'alreadyRegistered');
      return send(tx, desk, proof, (owner ?? (await openPending(tx, proof))).id, 'register');
    case 'magicLink':
      return owner?.status === 'active' && (await maySignInByLink(tx.em, owner)) ? sendNewest(tx, desk, proof, owner) : undefined;
    case 'resetPassword':
      return owner?.status === 'active' ? sendNewest(tx, desk, proof, owner) : undefined;
    case 'changeEmail':
      if (owner) return notify(tx, desk, proof, owner.id, 'alreadyRegistered');
      return proof.accountId ? send(tx, desk, proof, proof.accountId, 'changeEmail') : undefined;
    case 'verifyPhone':
    case 'undoEmail':
      return proof.accountId
        ? send(tx, desk, proof, proof.accountId, proof.purpose === 'undoEmail' ? 'emailChanged' : 'verifyPhone')
        : undefined;
  }
}

const openPending = (tx: Transaction, { tenantId, address }: ProofRow): Promise<AccountRow> =>
  openAccount(tx, { tenantId, email: address, displayName: null, passwordHash: null, verified: false });

/** A newer link makes the ones before it worth nothing. */
async function sendNewest(tx: Transaction, desk: Desk, proof: ProofRow, owner: AccountRow): Promise<void> {
  await endProofs(tx, owner.id, [proof.purpose]);
  await send(tx, desk, proof, owner.id, proof.purpose as 'resetPassword' | 'magicLink');
}

/** Makes the secret, keeps what recognises it, and posts it. */
async function send(tx: Transaction, desk: Desk, proof: ProofRow, accountId: Id<'account'>, letter: LetterName): Promise<void> {
  const { id: proofId, purpose } = proof;
  const code = purposes[purpose].form === 'code';
  const secret = code ? String(randomInt(10 ** 8)).padStart(8, '0') : `lt_${randomBytes(32).toString('base64url')}`;
  proof.accountId = accountId;
  proof.digest = code ? desk.digests.of(`code/${proofId}`, secret) : digestOf(secret);
  await post(tx, desk, proof, accountId, letter, secret);
  const subject = { type: 'proof', id: proofId };
  await tx.announce(proofSent, { subject, data: { proofId, purpose, accountId } });
}

/** The request leads nowhere: without a digest nothing proves it. Whoever reads the address learns of it. */
async function notify(tx: Transaction, desk: Desk, proof: ProofRow, owner: Id<'account'>, letter: LetterName): Promise<void> {
  // So that it goes when the owner is erased; a change of address stays with whoever asked for it.
  proof.accountId ??= owner;
  await post(tx, desk, proof, owner, letter, '');
}

async function post(
  tx: Transaction,
  desk: Desk,
  { tenantId, purpose, address: to, expiresAt }: ProofRow,
  accountId: Id<'account'>,
  letter: LetterName,
  secret: string,
): Promise<void> {
  const channel = purpose === 'verifyPhone' ? 'sms' : 'email';
  await desk.post.post(tx.em, { tenantId, accountId, channel, letter, to, secret, now: tx.now, expiresAt });
}

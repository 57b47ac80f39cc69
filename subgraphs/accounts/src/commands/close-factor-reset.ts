import { factorRemoved, factorResetClosed } from '@praetor/contracts/accounts';
import type { Transaction } from '@praetor/events/perform';
import { after, days } from '@praetor/kernel/clock';
import type { Id } from '@praetor/kernel/id';
import type { AccountRow } from '../db/account.entity.ts';
import type { FactorResetRow } from '../db/factor-reset.entity.ts';
import { openFactorReset } from '../db/factor-reset.store.ts';
import { PasskeyRow } from '../db/passkey.entity.ts';
import { RecoveryCodeRow } from '../db/recovery-code.entity.ts';
import { SecondFactorGuardRow } from '../db/second-factor-guard.entity.ts';
import { TotpRow } from '../db/totp.entity.ts';
import { stop, type FactorResetEnd } from '../domain/factor-reset.ts';
import type { LetterName } from '../domain/messages.ts';
import type { Desk } from './desk.ts';
import { revokeSessions } from './revoke-sessions.ts';

/** How long a letter about it is worth sending. */
const letterDays = 2;

/** Tells the owner wherever they can be reached: whoever asked for this may hold one of the two. */
export async function tellOwner(
  tx: Transaction,
  { post, sendsTexts }: Pick<Desk, 'post' | 'sendsTexts'>,
  { tenantId, id: accountId, email, phone }: AccountRow,
  [letter, text]: readonly [letter: LetterName, text: LetterName],
  secret: string,
): Promise<void> {
  const about = { tenantId, accountId, now: tx.now, expiresAt: after(tx.now, days(letterDays)) };
  if (email) await post.post(tx.em, { ...about, channel: 'email', letter, to: email, secret });
  if (phone && sendsTexts) await post.post(tx.em, { ...about, channel: 'sms', letter: text, to: phone, secret: '' });
}

/** Writes the end of a locked reset, and announces it. */
export async function closeFactorReset(
  tx: Transaction,
  row: FactorResetRow,
  outcome: FactorResetEnd,
  by: Id<'account'> | null,
): Promise<void> {
  const before = row.state;
  Object.assign(row, { state: outcome, closedAt: tx.now, closedById: by, objectionDigest: null });
  await tx.em.flush();
  const { id: factorResetId, accountId, requestedById } = row;
  await tx.announce(factorResetClosed, {
    subject: { type: 'account', id: accountId },
    data: { accountId, factorResetId, requestedById, outcome, closedById: by },
    change: { before: { state: before }, after: { state: outcome } },
  });
}

/** A second factor was shown: none is lost. The account's row is locked. */
export async function overtakeFactorReset(tx: Transaction, accountId: Id<'account'>): Promise<void> {
  const row = await openFactorReset(tx.em, accountId);
  if (row) await closeFactorReset(tx, row, stop(row, 'overtaken'), accountId);
}

/**
 * Removes every second factor of a locked account, with what replaces one. All sessions end, and sign-ins and links on their
 * way. A password that was too short to stand alone goes, too: its owner sets another by e-mail.
 */
export async function removeFactors(
  tx: Transaction,
  desk: Pick<Desk, 'post' | 'sendsTexts'>,
  account: AccountRow,
): Promise<void> {
  const { id: accountId } = account;
  const totps = await tx.em.find(TotpRow, { accountId });
  const passkeys = await tx.em.find(PasskeyRow, { accountId });
  for (const row of [...totps, ...passkeys]) tx.em.remove(row);
  await tx.em.nativeDelete(RecoveryCodeRow, { accountId });
  await tx.em.nativeDelete(SecondFactorGuardRow, { accountId });
  if (account.passwordShort) Object.assign(account, { passwordHash: null, passwordShort: false });
  await tx.em.flush();
  const removed = [
    ...totps.filter(({ confirmedAt }) => confirmedAt).map(({ id }) => ({ credentialId: id, kind: 'totp' as const })),
    ...passkeys.map(({ id }) => ({ credentialId: id, kind: 'passkey' as const })),
  ];
  for (const one of removed)
    await tx.announce(factorRemoved, { subject: { type: 'account', id: accountId }, data: { accountId, ...one } });
  await revokeSessions(tx, accountId, 'factorChanged');
  await tellOwner(tx, desk, account, ['factorsRemoved', 'factorsRemovedText'], '');
}

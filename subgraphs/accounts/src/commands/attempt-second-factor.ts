import { createHash } from 'node:crypto';
import { recoveryCodeUsed } from '@praetor/contracts/accounts';
import type { Transaction } from '@praetor/events/perform';
import { Refusal } from '@praetor/kernel/refusal';
import type { z } from 'zod';
import type { AccountRow } from '../db/account.entity.ts';
import { PasskeyRow } from '../db/passkey.entity.ts';
import { RecoveryCodeRow } from '../db/recovery-code.entity.ts';
import type { Seal } from '../db/seal.ts';
import { SecondFactorGuardRow } from '../db/second-factor-guard.entity.ts';
import { TotpRow } from '../db/totp.entity.ts';
import type { AuthenticationMethod } from '../domain/assurance.ts';
import { takeAttempt } from '../domain/login-throttle.ts';
import type { Desk } from './desk.ts';
import { stepOfCode } from './totp-code.ts';
import { type ProofAnswer, proven } from './verify-passkey.ts';

/** The same words for a wrong code, a used one and too many of them. */
export class InvalidSecondFactor extends Refusal {
  readonly code = 'ACCOUNT_INVALID_SECOND_FACTOR';
  constructor() {
    super('This code is wrong or was used, or too many wrong ones were tried: wait for the next code, or an hour.');
  }
}

/** A code of the authenticator app, a passkey, or a code kept for when they are lost. */
export type SecondFactorProof =
  { readonly code: string } | { readonly recoveryCode: string } | { readonly passkey: z.output<typeof ProofAnswer> };

export interface SecondFactorAttempt {
  /** How it was proven (RFC 8176); null when it was not. */
  readonly methods: readonly AuthenticationMethod[] | null;
  /** Too many wrong ones: it was not looked at. */
  readonly throttled: boolean;
  /** When this attempt, being wrong, blocked further ones. */
  readonly blockedUntil: Date | null;
}

/**
 * Looks at one code. The caller holds the account's row, so attempts on however many processes are counted one by one and no
 * code, and no time step, counts twice (RFC 6238 section 5.2). What this writes must be committed, right or wrong.
 */
export async function attemptSecondFactor(
  tx: Transaction,
  desk: Desk,
  account: Pick<AccountRow, 'id' | 'tenantId'>,
  proof: SecondFactorProof,
): Promise<SecondFactorAttempt> {
  const { tenantId, id: accountId } = account;
  const blank = { tenantId, accountId, failures: 0, failedAt: null, blockedUntil: null };
  const guard = (await tx.em.findOne(SecondFactorGuardRow, { accountId })) ?? tx.em.create(SecondFactorGuardRow, blank);
  const { failures, failedAt = null, blockedUntil = null } = guard;
  const next = takeAttempt({ count: failures, lastAt: failedAt, blockedUntil }, tx.now);
  if (!next) return { methods: null, throttled: true, blockedUntil: null };
  const methods = await methodsProven(tx, desk, account, proof);
  const right = methods !== null;
  guard.failures = right ? 0 : next.count;
  guard.failedAt = right ? null : next.lastAt;
  guard.blockedUntil = right ? null : next.blockedUntil;
  await tx.em.flush();
  return { methods, throttled: false, blockedUntil: guard.blockedUntil };
}

async function methodsProven(
  tx: Transaction,
  desk: Desk,
  account: Pick<AccountRow, 'id' | 'tenantId'>,
  proof: SecondFactorProof,
): Promise<AuthenticationMethod[] | null> {
  if ('passkey' in proof) {
    const { id: accountId, tenantId } = account;
    const passkey = await tx.em.findOne(PasskeyRow, { credentialId: proof.passkey.id, accountId });
    return passkey && proven(tx, desk, { tenantId, accountId }, passkey, proof.passkey);
  }
  const right =
    'code' in proof ? useCode(tx, desk.factorSeal, account, proof.code) : useRecoveryCode(tx, account, proof.recoveryCode);
  return (await right) ? ['otp', 'mfa'] : null;
}

async function useCode(tx: Transaction, seal: Seal, { id }: Pick<AccountRow, 'id'>, code: string): Promise<boolean> {
  const totp = await tx.em.findOne(TotpRow, { accountId: id, confirmedAt: { $ne: null } });
  const step = totp && stepOfCode(seal.open(totp.sealed, totp.id), code, tx.now);
  if (!totp || step === null || step <= (totp.lastStep ?? -1)) return false;
  totp.lastStep = step;
  return true;
}

async function useRecoveryCode(tx: Transaction, { id }: Pick<AccountRow, 'id'>, code: string): Promise<boolean> {
  const row = await tx.em.findOne(RecoveryCodeRow, { accountId: id, digest: recoveryDigest(id, code), usedAt: null });
  if (!row) return false;
  row.usedAt = tx.now;
  await tx.em.flush();
  const left = await tx.em.count(RecoveryCodeRow, { accountId: id, usedAt: null });
  await tx.announce(recoveryCodeUsed, { subject: { type: 'account', id }, data: { accountId: id, left } });
  return true;
}

/** However it was typed: upper or lower case, with or without dashes. */
export function recoveryDigest(accountId: string, code: string): string {
  const plain = code.toLowerCase().replaceAll(/[\s-]/g, '');
  return createHash('sha256').update(`${accountId}:${plain}`).digest('hex');
}

import { accountLocked } from '@praetor/contracts/accounts';
import type { Transaction } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import type { Id } from '@praetor/kernel/id';
import { InvalidSecondFactor, type SecondFactorAttempt } from './attempt-second-factor.ts';
import { failSignIn, type SignInOutcome } from './sign-in.ts';

/** Announces a wrong second factor, and the block that it brought. */
export async function failSecondFactor(
  tx: Transaction,
  room: Room,
  accountId: Id<'account'>,
  { throttled, blockedUntil }: SecondFactorAttempt,
): Promise<SignInOutcome> {
  const outcome = await failSignIn(tx, room, accountId, throttled ? 'throttled' : 'secondFactor', new InvalidSecondFactor());
  if (blockedUntil) {
    const data = { accountId, until: blockedUntil.toISOString(), why: 'failedSecondFactors' };
    await tx.announce(accountLocked, { subject: { type: 'account', id: accountId }, data });
  }
  return outcome;
}

import type { Transaction } from '@praetor/events/perform';
import { uuidOf, type Id } from '@praetor/kernel/id';
import { changed } from '@praetor/postgres/sql';
import type { Purpose } from '../domain/proof.ts';

/** What could open the account, or change who owns it. Taking back a changed address is the owner's last resort, and stays. */
const openers: readonly Purpose[] = ['register', 'changeEmail', 'verifyPhone', 'resetPassword', 'magicLink'];

/** Ends secrets that are on their way: what they would prove has been overtaken. */
export async function endProofs(tx: Transaction, accountId: Id<'account'>, which: readonly Purpose[] = openers): Promise<void> {
  await tx.em.flush();
  await changed(
    tx.em,
    `update accounts.proof set ended_at = $3, sealed = null
     where account_id = $1 and purpose = any($2::text[]) and ended_at is null and digest is not null`,
    [uuidOf(accountId), [...which], tx.now],
  );
}

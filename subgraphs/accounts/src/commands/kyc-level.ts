import { kycLevelChanged } from '@praetor/contracts/sellers';
import type { Transaction } from '@praetor/events/perform';
import type { AccountRow } from '../db/account.entity.ts';
import { KycStandingRow } from '../db/kyc.entity.ts';
import { levelOfContact, type KycLevel } from '../domain/seller-onboarding.ts';

/** Changes how well it is known who an account is, and announces it; the account's row is locked. */
export async function changeLevel(
  tx: Transaction,
  { id: accountId, tenantId }: Pick<AccountRow, 'id' | 'tenantId'>,
  levelFrom: (present: KycLevel) => KycLevel,
): Promise<void> {
  const row = await tx.em.findOne(KycStandingRow, { accountId });
  const previousLevel = row?.level ?? 'none';
  const level = levelFrom(previousLevel);
  if (level === previousLevel) return;
  if (row) Object.assign(row, { level, since: tx.now });
  else tx.em.create(KycStandingRow, { accountId, tenantId, level, since: tx.now });
  await tx.em.flush();
  await tx.announce(kycLevelChanged, {
    subject: { type: 'account', id: accountId },
    data: { accountId, level, previousLevel },
    change: { before: { level: previousLevel }, after: { level } },
  });
}

/** A proven address and a proven number, both: somebody can be reached. */
export const contactChanged = (tx: Transaction, account: AccountRow): Promise<void> =>
  changeLevel(tx, account, (present) => levelOfContact(present, Boolean(account.emailVerifiedAt && account.phoneVerifiedAt)));

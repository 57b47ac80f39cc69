import { roleAssigned } from '@praetor/contracts/accounts';
import { sellerUpgraded } from '@praetor/contracts/sellers';
import type { Transaction } from '@praetor/events/perform';
import { lockAccountRow } from '../db/account.store.ts';
import { KycStandingRow, SellerProfileRow } from '../db/kyc.entity.ts';
import type { SellerApplicationRow } from '../db/seller-application.entity.ts';
import { apply } from './change-account.ts';

/** The last step, all or nothing: role, seller's profile, the end of the application. Its row is locked. */
export async function activateSeller(tx: Transaction, row: SellerApplicationRow): Promise<void> {
  const { id: applicationId, tenantId, accountId, businessName, country, registrationNumber } = row;
  const account = await lockAccountRow(tx.em, accountId);
  if (!account.roles.includes('SELLER')) {
    // Nobody grants it: that every stage was passed does.
    const step = { type: 'RoleAssigned', role: 'SELLER' } as const;
    await apply(tx, account, { decide: () => step, contract: roleAssigned, data: () => ({ role: 'SELLER' }) });
  }
  if (!(await tx.em.findOne(SellerProfileRow, { accountId }))) {
    const profile = { businessName, country, registrationNumber: registrationNumber ?? null };
    tx.em.create(SellerProfileRow, { accountId, tenantId, ...profile, since: tx.now });
  }
  Object.assign(row, { outcome: 'activated', closedAt: tx.now, reasons: [], documents: [] });
  await tx.em.flush();
  const standing = await tx.em.findOne(KycStandingRow, { accountId });
  await tx.announce(sellerUpgraded, {
    subject: { type: 'sellerApplication', id: applicationId },
    partitionKey: `account/${accountId}`,
    data: { accountId, applicationId, kycLevel: standing?.level ?? 'none' },
    change: { before: { outcome: null }, after: { outcome: 'activated' } },
  });
}

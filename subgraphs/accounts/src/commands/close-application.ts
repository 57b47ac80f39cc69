import { kycCheckDecided, sellerRejected, sellerWithdrawn } from '@praetor/contracts/sellers';
import type { Transaction } from '@praetor/events/perform';
import type { KycCheckRow } from '../db/kyc.entity.ts';
import type { SellerApplicationRow } from '../db/seller-application.entity.ts';
import { checkOf } from '../db/seller-application.store.ts';
import type { Outcome } from '../domain/seller-onboarding.ts';

/**
 * Ends an application without activation, and undoes what it began: an open check is taken back, the references to documents
 * go. What was proven stays known: it is true whether or not someone sells.
 */
export async function closeApplication(
  tx: Transaction,
  row: SellerApplicationRow,
  outcome: Exclude<Outcome, 'activated'>,
  reasons: readonly string[],
): Promise<void> {
  const check = await checkOf(tx.em, row);
  if (check && isOpen(check)) await cancelCheck(tx, row, check);
  const { id: applicationId, accountId, stage } = row;
  Object.assign(row, { outcome, reasons: [...reasons], documents: [], closedAt: tx.now });
  await tx.em.flush();
  const event = {
    subject: { type: 'sellerApplication', id: applicationId },
    partitionKey: `account/${accountId}`,
    change: { before: { stage, outcome: null }, after: { stage, outcome } },
  };
  if (outcome === 'withdrawn') await tx.announce(sellerWithdrawn, { ...event, data: { accountId, applicationId, stage } });
  else await tx.announce(sellerRejected, { ...event, data: { accountId, applicationId, stage, outcome, reasons: [...reasons] } });
}

const isOpen = ({ state }: KycCheckRow): boolean => ['handing', 'pending', 'awaitingSecond'].includes(state);

async function cancelCheck(tx: Transaction, { id: applicationId, accountId }: SellerApplicationRow, check: KycCheckRow) {
  Object.assign(check, { state: 'cancelled', decidedAt: tx.now, documents: [] });
  await tx.em.flush();
  await tx.announce(kycCheckDecided, {
    subject: { type: 'kycCheck', id: check.id },
    partitionKey: `account/${accountId}`,
    data: { accountId, applicationId, kycCheckId: check.id, kind: check.kind, state: 'cancelled', reasons: [] },
  });
}

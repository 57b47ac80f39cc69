import type { DataOf, EntityRef } from '@praetor/contracts/contract';
import type { Envelope } from '@praetor/contracts/envelope';
import { chargebackRaised, couponAbused, entityFlagged } from '@praetor/contracts/marketplace';
import type { Transaction } from '@praetor/events/perform';
import { isId, type Id } from '@praetor/kernel/id';
import { severityOf, type Offence } from '../domain/severity.ts';
import type { Reporter } from '../domain/reporter.ts';
import { raise } from './raise.ts';

const detector: Reporter = { kind: 'system', id: 'marketplace' };

/** Someone at the marketplace, or a detector of it, flagged a thing. A user whose account is known is flagged as that account. */
export async function raiseFlagged(tx: Transaction, tenantId: Id<'tenant'>, event: Envelope): Promise<void> {
  const { entity, category, reason, ownerRef, reporterRef } = event.data as DataOf<typeof entityFlagged>;
  const accountId = accountOf(event, ownerRef);
  const reporter = accountOf(event, reporterRef);
  await raise(tx, tenantId, {
    entity: governed(entity, accountId),
    accountId,
    category,
    reason,
    by: reporter ? { kind: 'account', id: reporter } : detector,
    severityAt: () => 'medium',
  });
}

/** The marketplace's people are our accounts; one that we do not know stays the marketplace's user. */
function governed(entity: EntityRef, accountId: Id<'account'> | null): EntityRef {
  if (entity.type !== 'user' && entity.type !== 'account') return entity;
  return accountId ? { type: 'account', id: accountId } : { type: 'user', id: entity.id };
}

/** A coupon was abused, a payment charged back: Praetor flags the account, the graver the more there are. */
export async function raiseOffence(tx: Transaction, tenantId: Id<'tenant'>, event: Envelope): Promise<void> {
  const { offence, reason, accountId } = offenceOf(event);
  // A guest cannot be flagged.
  if (!accountId) return;
  const entity = { type: 'account', id: accountId };
  const severityAt = (count: number) => severityOf(offence, count);
  await raise(tx, tenantId, { entity, accountId, category: offence, reason, by: detector, severityAt });
}

function offenceOf(event: Envelope): { offence: Offence; reason: string; accountId: Id<'account'> | null } {
  if (event.type === chargebackRaised.type) {
    const { chargebackRef, buyerRef, reason } = event.data as DataOf<typeof chargebackRaised>;
    const detail = reason ? `: ${reason}` : '.';
    return { offence: 'chargeback', reason: `Chargeback ${chargebackRef}${detail}`, accountId: accountOf(event, buyerRef) };
  }
  const { couponCode, userRef, pattern } = event.data as DataOf<typeof couponAbused>;
  return { offence: 'couponAbuse', reason: `Coupon ${couponCode}: ${pattern}`, accountId: accountOf(event, userRef) };
}

function accountOf(event: Envelope, ref: string | null): Id<'account'> | null {
  const account = ref === null ? undefined : event.praetorparties?.[ref];
  return isId('account', account) ? account : null;
}

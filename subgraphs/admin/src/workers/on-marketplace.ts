import type { DataOf, EntityRef } from '@praetor/contracts/contract';
import type { Envelope } from '@praetor/contracts/envelope';
import { chargebackRaised, couponAbused, entityFlagged } from '@praetor/contracts/marketplace';
import type { EventHandler } from '@praetor/events/handler';
import { effectsOf, type Transaction } from '@praetor/events/perform';
import { isId, type Id } from '@praetor/kernel/id';
import { raiseOffence } from '../commands/raise-offence.ts';
import { raise } from '../commands/raise.ts';

const consumer = 'admin.marketplace';
/** Who raised what nobody in particular reported. */
const detector = { kind: 'system', id: 'marketplace' } as const;

/** What the marketplace flags, and what of its news Praetor flags by itself. */
export const onMarketplace: EventHandler[] = [
  {
    types: [entityFlagged.type],
    handle: (em, events, tenantId) => effectsOf(em, consumer, events, (tx, event) => flagged(tx, tenantId, event)),
  },
  {
    types: [couponAbused.type],
    handle: (em, events, tenantId) =>
      effectsOf(em, consumer, events, async (tx, event) => {
        const { couponCode, userRef, pattern } = event.data as DataOf<typeof couponAbused>;
        const accountId = accountOf(event, userRef);
        const reason = `Coupon ${couponCode}: ${pattern}`;
        if (accountId) await raiseOffence(tx, tenantId, { offence: 'couponAbuse', accountId, reason, by: detector });
      }),
  },
  {
    types: [chargebackRaised.type],
    handle: (em, events, tenantId) =>
      effectsOf(em, consumer, events, async (tx, event) => {
        const { chargebackRef, buyerRef, reason: detail } = event.data as DataOf<typeof chargebackRaised>;
        const accountId = accountOf(event, buyerRef);
        const reason = `Chargeback ${chargebackRef}${detail ? `: ${detail}` : '.'}`;
        // A guest cannot be flagged.
        if (accountId) await raiseOffence(tx, tenantId, { offence: 'chargeback', accountId, reason, by: detector });
      }),
  },
];

/** Someone at the marketplace, or a detector of it, flagged a thing. */
async function flagged(tx: Transaction, tenantId: Id<'tenant'>, event: Envelope): Promise<void> {
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

function accountOf(event: Envelope, ref: string | null): Id<'account'> | null {
  const account = ref === null ? undefined : event.praetorparties?.[ref];
  return isId('account', account) ? account : null;
}

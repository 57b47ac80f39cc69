import type { Envelope } from '@praetor/contracts/envelope';
import type { Id } from '@praetor/kernel/id';
import type { EntityManager } from '@mikro-orm/postgresql';
import { isLowered, type TrustTier } from '../domain/trust-tier.ts';
import { tell } from './tell.ts';

export interface TierChange {
  accountId: Id<'account'>;
  from: TrustTier;
  to: TrustTier;
  because: Envelope;
}

/** Tells accounts that lost trust. Who gained some finds out by what becomes possible. */
export function tellLowered(
  tx: EntityManager,
  tenantId: Id<'tenant'>,
  consumer: string,
  changes: readonly TierChange[],
): Promise<void> {
  const lowered = changes.filter(({ from, to }) => isLowered(from, to));
  return tell(
    tx,
    tenantId,
    consumer,
    lowered.map(({ accountId, to, because }) => ({
      kind: 'trustTierLowered',
      about: { tier: to },
      accountId,
      link: { type: 'account', id: accountId },
      because,
    })),
  );
}

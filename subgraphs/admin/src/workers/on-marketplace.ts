import { chargebackRaised, couponAbused, entityFlagged } from '@praetor/contracts/marketplace';
import type { EventHandler } from '@praetor/events/handler';
import { effectOf } from '@praetor/events/perform';
import { raiseFlagged, raiseOffence } from '../commands/raise-for-event.ts';

const consumer = 'admin.marketplace';

/** What the marketplace flags, and what of its news Praetor flags by itself. */
export const onMarketplace: EventHandler[] = [
  {
    types: [entityFlagged.type],
    async handle(em, events, tenantId) {
      for (const event of events) await raiseFlagged(effectOf(em, consumer, event), tenantId, event);
    },
  },
  {
    types: [couponAbused.type, chargebackRaised.type],
    async handle(em, events, tenantId) {
      for (const event of events) await raiseOffence(effectOf(em, consumer, event), tenantId, event);
    },
  },
];

import { disputeAnswered, disputeContested, disputeForwarded, disputeRaised } from '@praetor/contracts/marketplace';
import type { EventHandler } from '@praetor/events/handler';
import { effectOf } from '@praetor/events/perform';
import { raiseDispute, relayDispute } from '../commands/relay-dispute.ts';

const consumer = 'disputes.marketplace';

/** Disputes that the marketplace brings, and what it relays of them: one after the other, in its order. */
export const onMarketplace: EventHandler[] = [
  {
    types: [disputeRaised.type],
    async handle(em, events, tenantId) {
      for (const event of events) await raiseDispute(effectOf(em, consumer, event), event, tenantId);
    },
  },
  {
    types: [disputeForwarded.type, disputeAnswered.type, disputeContested.type],
    async handle(em, events) {
      for (const event of events) await relayDispute(effectOf(em, consumer, event), event);
    },
  },
];

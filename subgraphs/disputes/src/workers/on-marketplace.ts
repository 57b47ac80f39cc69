import { disputeAnswered, disputeContested, disputeForwarded, disputeRaised } from '@praetor/contracts/marketplace';
import type { EventHandler } from '@praetor/events/handler';
import type { Parts } from '@praetor/subgraph/service';
import { raiseDisputes, relayDisputes } from '../commands/relay-dispute.ts';

/** Disputes that the marketplace brings, and what it relays of them, in its order. */
export const onMarketplace = ({ clock }: Pick<Parts, 'clock'>): EventHandler[] => [
  {
    types: [disputeRaised.type],
    handle: (em, events, tenantId) => raiseDisputes(em, events, { tenantId, arrivedAt: clock() }),
  },
  {
    types: [disputeForwarded.type, disputeAnswered.type, disputeContested.type],
    handle: (em, events, tenantId) => relayDisputes(em, events, { tenantId, arrivedAt: clock() }),
  },
];

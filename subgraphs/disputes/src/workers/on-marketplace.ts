import { disputeAnswered, disputeContested, disputeForwarded, disputeRaised } from '@praetor/contracts/marketplace';
import type { EventHandler } from '@praetor/events/handler';
import { raiseDisputes, relayDisputes } from '../commands/relay-dispute.ts';

/** Disputes that the marketplace brings, and what it relays of them, in its order. */
export const onMarketplace: EventHandler[] = [
  { types: [disputeRaised.type], handle: raiseDisputes },
  { types: [disputeForwarded.type, disputeAnswered.type, disputeContested.type], handle: relayDisputes },
];

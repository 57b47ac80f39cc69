import type { Room } from '@praetor/events/room';
import type { Id } from '@praetor/kernel/id';
import type { TrustDecisionRow } from '../db/trust-decision.entity.ts';
import type { Action, PaymentMethod } from '../domain/model.ts';

/** A question as it is answered and kept. */
export interface Asked {
  readonly requestId: string;
  readonly questionDigest: string;
  readonly accountId: Id<'account'> | null;
  readonly externalRef: string | null;
  readonly action: Action;
  readonly amount: { readonly minor: number; readonly currency: string } | null;
  readonly context: {
    readonly paymentMethod: PaymentMethod | null;
    readonly activeListings: number | null;
    readonly country: string | null;
    readonly reference: string | null;
  };
}

/** Someone who waits for an answer. */
export interface Waiting {
  readonly room: Room;
  readonly asked: Asked;
}

/** What a question comes to: a decision, the id of an earlier one, or `ambiguous`: its reference names several accounts. */
export type Answer = TrustDecisionRow | Id<'decision'> | 'ambiguous';

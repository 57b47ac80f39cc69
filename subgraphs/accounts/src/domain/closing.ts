import { after, days, hours } from '@praetor/kernel/clock';
import { Refusal } from '@praetor/kernel/refusal';

/** How long a closed account can come back, and how long subgraphs have to erase it after that. */
export const times = { graceDays: 30, answerHours: 24 } as const;

/**
 * The end of an account: `grace` while it can come back, `held` when the grace is over and something keeps the data,
 * `erasing` until every subgraph answered, `erased` for good. `cancelled`: it came back.
 */
export const closingStatuses = ['grace', 'held', 'erasing', 'erased', 'cancelled'] as const;
export type ClosingStatus = (typeof closingStatuses)[number];

/** Who ended the account; `expiry`: nobody proved its address in time. */
export const closedBy = ['owner', 'staff', 'expiry'] as const;
export type ClosedBy = (typeof closedBy)[number];

/** Who holds personal data and has to answer. */
export const holders = ['accounts', 'trust', 'admin', 'audit', 'disputes', 'notifications'] as const;
export type Holder = (typeof holders)[number];

export const holdSources = ['dispute', 'staff'] as const;

export interface Closing {
  readonly status: ClosingStatus;
  readonly erasureAt: Date;
}

export const erasureTime = (now: Date): Date => after(now, days(times.graceDays));
export const answerTime = (now: Date): Date => after(now, hours(times.answerHours));

export class ClosingNotCancellable extends Refusal {
  readonly code = 'ACCOUNT_CLOSING_NOT_CANCELLABLE';
  constructor() {
    super('This closing cannot be taken back: the token is unknown or used, or the time to change your mind is over.');
  }
}

/** Takes the closing back, as long as nothing is erased. */
export function cancel(closing: Closing, now: Date): 'cancelled' {
  if (closing.status !== 'grace' || closing.erasureAt <= now) throw new ClosingNotCancellable();
  return 'cancelled';
}

/** What time, and the holds, make of a closing that is due. Null: nothing changes. */
export function due(closing: Closing, isHeld: boolean, now: Date): 'held' | 'erasing' | null {
  if ((closing.status !== 'grace' && closing.status !== 'held') || closing.erasureAt > now) return null;
  if (!isHeld) return 'erasing';
  return closing.status === 'held' ? null : 'held';
}

/** Who has not answered yet. */
export function missing(answered: readonly string[]): Holder[] {
  return holders.filter((holder) => !answered.includes(holder));
}

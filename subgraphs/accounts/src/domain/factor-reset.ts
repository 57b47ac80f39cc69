import { after, days, hours } from '@praetor/kernel/clock';
import { decide as fourEyes, type Proposal } from '@praetor/kernel/four-eyes';
import { Refusal } from '@praetor/kernel/refusal';

/**
 * Someone lost their second factor, and staff asks for it to be removed. `waiting`: the owner has been told and may object
 * until then; `awaitingApproval`: of staff's own accounts a second person decides, who knows them. All others are final;
 * `overtaken`: a second factor was shown, so it is not lost.
 */
export const factorResetStates = [
  'waiting',
  'awaitingApproval',
  'done',
  'objected',
  'overtaken',
  'rejected',
  'withdrawn',
  'expired',
] as const;
export type FactorResetState = (typeof factorResetStates)[number];
export type FactorResetEnd = Exclude<FactorResetState, 'waiting' | 'awaitingApproval'>;

/** How long the owner can object, and how long a second person has to decide. */
export const factorResetTimes = { waitHours: 24, decisionDays: 7 } as const;

export interface FactorReset {
  readonly state: FactorResetState;
  readonly requestedById: string;
  readonly accountId: string;
  /** When it happens by itself, or can no longer be decided. */
  readonly dueAt: Date;
}

export class NoSecondFactor extends Refusal {
  readonly code = 'ACCOUNT_NO_SECOND_FACTOR';
  constructor() {
    super('This account has no second factor that could be reset.');
  }
}

/** It came to its end, or its time did. */
export class FactorResetClosed extends Refusal {
  readonly code = 'ACCOUNT_FACTOR_RESET_CLOSED';
  readonly state: FactorResetState;
  constructor(state: FactorResetState) {
    super(`This reset is ${state}. Ask for a new one if it is still needed.`);
    this.state = state;
  }
}

const isOpen = ({ state }: Pick<FactorReset, 'state'>): boolean => state === 'waiting' || state === 'awaitingApproval';

/** How a reset begins: staff's accounts take two people, others time. */
export const beginning = (isStaff: boolean, now: Date): Pick<FactorReset, 'state' | 'dueAt'> =>
  isStaff
    ? { state: 'awaitingApproval', dueAt: after(now, days(factorResetTimes.decisionDays)) }
    : { state: 'waiting', dueAt: after(now, hours(factorResetTimes.waitHours)) };

/** A second person decides: neither who asked nor whose account it is. */
export function decide(reset: FactorReset, byId: string, verdict: 'done' | 'rejected', now: Date): FactorResetEnd {
  if (reset.state !== 'awaitingApproval' || reset.dueAt <= now) throw new FactorResetClosed(stateAt(reset, now));
  fourEyes(proposalOf(reset), byId, verdict === 'done' ? 'approved' : 'rejected', now);
  return verdict;
}

/** Whoever asked takes it back, or the owner says that nothing is lost. */
export function stop(reset: Pick<FactorReset, 'state'>, how: 'withdrawn' | 'objected' | 'overtaken'): FactorResetEnd {
  // What is due has not happened yet: an objection that comes before the act counts.
  if (!isOpen(reset)) throw new FactorResetClosed(reset.state);
  return how;
}

/** What time makes of it; null: nothing yet. Someone who became staff meanwhile needs a second person, so that is another reset. */
export function due(reset: FactorReset, account: { isStaff: boolean; isClosed: boolean }, now: Date): FactorResetEnd | null {
  if (!isOpen(reset) || reset.dueAt > now) return null;
  return reset.state === 'waiting' && !account.isStaff && !account.isClosed ? 'done' : 'expired';
}

/** Nobody approves after the time, whether or not a sweep has written that down. */
export const stateAt = ({ state, dueAt }: Pick<FactorReset, 'state' | 'dueAt'>, now: Date): FactorResetState =>
  state === 'awaitingApproval' && dueAt <= now ? 'expired' : state;

const proposalOf = ({ requestedById, accountId, dueAt }: FactorReset): Proposal => ({
  state: 'pending',
  requestedById,
  concernedIds: [accountId],
  expiresAt: dueAt,
});

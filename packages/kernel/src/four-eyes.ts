import { Refusal } from './refusal.ts';

/** How a request that takes two people stands. All but `pending` are final. */
export const proposalStates = ['pending', 'approved', 'rejected', 'withdrawn', 'expired'] as const;
export type ProposalState = (typeof proposalStates)[number];

/** Something that one person asked for and another has to decide, within a time. */
export interface Proposal {
  readonly state: ProposalState;
  readonly requestedById: string;
  /** Those whom it would serve or concern: they decide nothing about it. */
  readonly concernedIds: readonly string[];
  readonly expiresAt: Date;
}

/** Four eyes are two people's: whoever asked, or is concerned, does not decide. */
export class SecondPersonNeeded extends Refusal {
  readonly code = 'FOUR_EYES_SECOND_PERSON_NEEDED';
  constructor() {
    super('Whoever asked for this, or is concerned by it, does not decide it. Ask another person with the same authority.');
  }
}

/** It was decided, withdrawn, or nobody decided in time. */
export class ProposalClosed extends Refusal {
  readonly code = 'FOUR_EYES_CLOSED';
  readonly state: ProposalState;
  constructor(state: ProposalState) {
    super(`This request is ${state}. Ask anew if it is still needed.`);
    this.state = state;
  }
}

/** What the state is at `now`: nobody decides after the time, whether or not a sweep has written that down. */
export function stateAt({ state, expiresAt }: Pick<Proposal, 'state' | 'expiresAt'>, now: Date): ProposalState {
  return state === 'pending' && expiresAt <= now ? 'expired' : state;
}

/** A second person decides. Whether they have the authority is policy, asked apart. */
export function decide(proposal: Proposal, byId: string, verdict: 'approved' | 'rejected', now: Date): 'approved' | 'rejected' {
  assertPending(proposal, now);
  if (proposal.requestedById === byId || proposal.concernedIds.includes(byId)) throw new SecondPersonNeeded();
  return verdict;
}

/** Whoever asked takes it back. */
export function withdraw(proposal: Proposal, now: Date): 'withdrawn' {
  assertPending(proposal, now);
  return 'withdrawn';
}

function assertPending(proposal: Proposal, now: Date): void {
  const state = stateAt(proposal, now);
  if (state !== 'pending') throw new ProposalClosed(state);
}

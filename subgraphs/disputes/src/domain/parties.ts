import type { Id } from '@praetor/kernel/id';
import { Refusal } from '@praetor/kernel/refusal';

/** Who quarrels: the claimant says something went wrong, the respondent answers for it. */
export interface Parties {
  readonly claimantId: Id<'account'>;
  readonly respondentId: Id<'account'>;
}

export type Side = 'claimant' | 'respondent';

/** The side this account stands on, or null for an outsider. */
export function sideOf(parties: Parties, account: string | null): Side | null {
  if (account === parties.claimantId) return 'claimant';
  return account === parties.respondentId ? 'respondent' : null;
}

/** Who may know of a dispute: its parties, and staff who may read all of them. */
export interface Sight {
  readonly accountId: string | null;
  readonly all: boolean;
}

export const sees = ({ accountId, all }: Sight, parties: Parties): boolean => all || sideOf(parties, accountId) !== null;

export class NotAParty extends Refusal {
  readonly code = 'DISPUTE_NOT_A_PARTY';
  constructor(needed: Side | 'party') {
    super(`Only ${needed === 'party' ? 'a party to the dispute' : `the ${needed}`} may do this.`);
  }
}

/** Whoever judges must not be judged. */
export class ConflictOfInterest extends Refusal {
  readonly code = 'DISPUTE_CONFLICT_OF_INTEREST';
  constructor(why: string) {
    super(`${why} Hand it to someone else.`);
  }
}

export class SelfDispute extends Refusal {
  readonly code = 'DISPUTE_SELF';
  constructor() {
    super('Claimant and respondent are the same account. Name the other side of the order.');
  }
}

export function assertSide(parties: Parties, account: string | null, side: Side): void {
  if (sideOf(parties, account) !== side) throw new NotAParty(side);
}

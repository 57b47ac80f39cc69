import type { Id } from '@praetor/kernel/id';

export const reporterKinds = ['account', 'partner', 'system'] as const;

/** Who raised a flag: a person, a marketplace's back end, or a detector. */
export interface Reporter {
  readonly kind: (typeof reporterKinds)[number];
  readonly id: string;
}

/** Who may know of a flag: staff who may read all of them, and whoever raised it. */
export interface Sight {
  readonly reporterId: string | null;
  readonly all: boolean;
}

export const sees = ({ reporterId, all }: Sight, flag: { raisedById: string }): boolean => all || flag.raisedById === reporterId;

/** An account that a flag may be handed to, as admin remembers it. */
export interface Colleague {
  readonly accountId: Id<'account'>;
  readonly active: boolean;
  /** Whether its roles let it resolve flags. */
  readonly resolves: boolean;
}

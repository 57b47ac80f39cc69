import type { Actor } from '@praetor/identity/actor';
import { acrOf } from '@praetor/kernel/assurance';
import { GraphQLError } from 'graphql';
import { permissionsOf } from './roles.ts';

/** How surely and how lately a caller proved who they are. */
export interface Proof {
  /** NIST assurance level of the session. */
  readonly assurance: number;
  /** The level that the account has to prove to be believed in full: 2 once it has a second factor, or must have one. */
  readonly full: number;
  /** Seconds since it last proved who it is; null for what never does: keys, jobs, impersonators. */
  readonly ageSeconds: number | null;
  /** What its roles would let it ask for after proving in full. */
  readonly withheld: ReadonlySet<string>;
}

type Facts = Pick<Actor, 'assurance' | 'fullAssurance' | 'authenticatedAt' | 'withheldRoles'>;

export function proofOf({ assurance, fullAssurance, authenticatedAt, withheldRoles }: Facts, now: Date): Proof {
  const ageSeconds = authenticatedAt === null ? null : Math.floor(now.getTime() / 1000) - authenticatedAt;
  return { assurance, full: fullAssurance, ageSeconds, withheld: permissionsOf(withheldRoles) };
}

const prefix = 'stepUp:';

/** The policy (`@policy`) of what is dangerous: whoever asks proved in full who they are, at most so long ago. */
export const stepUpPolicy = (maxAgeSeconds: number): string => `${prefix}${maxAgeSeconds}`;

/** The age that a step-up policy allows, in seconds; null when it is another policy. One that cannot be read allows none. */
export function maxAgeOf(policy: string): number | null {
  if (!policy.startsWith(prefix)) return null;
  const seconds = policy.slice(prefix.length);
  return /^\d{1,9}$/.test(seconds) ? Number(seconds) : -1;
}

/** Whether the proof is full and young enough. */
export function isProven(proof: Proof | undefined, maxAgeSeconds: number): boolean {
  if (!proof || proof.ageSeconds === null || proof.assurance < proof.full) return false;
  return proof.ageSeconds <= maxAgeSeconds;
}

/** RFC 9470 section 3: which proof would do, and how old it may be. */
export function insufficientAuthentication(place: string, level: number, maxAgeSeconds: number | null): GraphQLError {
  const extensions = {
    code: 'INSUFFICIENT_USER_AUTHENTICATION',
    acr_values: acrOf(level),
    ...(maxAgeSeconds !== null && { max_age: maxAgeSeconds }),
  };
  return new GraphQLError(`${place} needs a fresh or stronger proof of who you are. Run reauthenticate, then ask again.`, {
    extensions,
  });
}

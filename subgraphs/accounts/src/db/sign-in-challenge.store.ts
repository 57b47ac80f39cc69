import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import { SignInChallengeRow } from './sign-in-challenge.entity.ts';

/** The challenge of this digest, with its row locked: of many that answer it at once, one is first. */
export function lockChallenge(tx: EntityManager, digest: string): Promise<SignInChallengeRow | null> {
  return tx.findOne(SignInChallengeRow, { digest }, { lockMode: LockMode.PESSIMISTIC_WRITE });
}

import type { Room } from '@praetor/events/room';
import type { Actor } from '@praetor/identity/actor';
import { isId, type Id } from '@praetor/kernel/id';
import { NotAParty, type Sight } from '../domain/parties.ts';

/** The account that acts. Only people are parties, reviewers and claimants: a partner's key is neither. */
export function accountOf(actor: Actor): Id<'account'> {
  if (!isId('account', actor.id)) throw new NotAParty('party');
  return actor.id;
}

/** How much of the disputes this caller may know of. */
export const sightOf = ({ actor, permissions }: Room): Sight => ({ accountId: actor.id, all: permissions.has('dispute:read') });

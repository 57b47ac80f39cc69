import type { Room } from '@praetor/events/room';
import type { Actor } from '@praetor/identity/actor';
import { isId, type Id } from '@praetor/kernel/id';
import { NotFound } from '@praetor/kernel/refusal';
import type { Reporter, Sight } from '../domain/reporter.ts';

/** The staff account that acts. Only people work on flags: a partner's key raises them. */
export function accountOf(actor: Actor): Id<'account'> {
  if (!isId('account', actor.id)) throw new NotFound('account');
  return actor.id;
}

/** How much of the flags this caller may know of. */
export const sightOf = ({ actor, permissions }: Room): Sight => ({ reporterId: actor.id, all: permissions.has('flag:read') });

/** The caller as the one who raises a flag. */
export function reporterOf({ kind, id }: Actor): Reporter {
  if (kind === 'anonymous' || id === null) throw new NotFound('account');
  return { kind, id };
}

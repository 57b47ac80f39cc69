import type { Actor } from '@praetor/identity/actor';
import { isId, type Id } from '@praetor/kernel/id';
import { NotFound } from '@praetor/kernel/refusal';

/** The account that acts. Only people are told things, and look after alerts. */
export function accountOf(actor: Actor): Id<'account'> {
  if (!isId('account', actor.id)) throw new NotFound('account');
  return actor.id;
}

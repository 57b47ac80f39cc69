import type { Actor } from '@praetor/identity/actor';
import { isId, type Id } from '@praetor/kernel/id';
import { PolicyDenied } from '@praetor/kernel/refusal';

/** The account that acts. Only people answer for what is decided against the model: a partner's key does not. */
export function accountOf(actor: Actor, action = 'overrideTrust'): Id<'account'> {
  if (!isId('account', actor.id)) throw new PolicyDenied(action, ['only-people']);
  return actor.id;
}

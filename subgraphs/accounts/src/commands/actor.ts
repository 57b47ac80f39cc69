import type { Actor } from '@praetor/identity/actor';
import { isId, type Id } from '@praetor/kernel/id';
import { NotFound } from '@praetor/kernel/refusal';

/** The account that acts. A partner's key has none. */
export function accountOf({ id }: Actor): Id<'account'> {
  if (!isId('account', id)) throw new NotFound('account');
  return id;
}

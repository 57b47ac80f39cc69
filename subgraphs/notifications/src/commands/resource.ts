import type { PolicyRequest } from '@praetor/authorization/cedar';
import type { Id } from '@praetor/kernel/id';

/** An alert as policies see it. */
export function resourceOf(id: Id<'alert'>, tenantId: Id<'tenant'>): PolicyRequest['resource'] {
  return { type: 'Alert', id, attributes: { tenant: tenantId } };
}

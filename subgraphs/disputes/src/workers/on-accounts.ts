import { accountCreated, accountReinstated, accountSuspended } from '@praetor/contracts/accounts';
import type { EventHandler } from '@praetor/events/handler';
import { rememberParties } from '../commands/remember-parties.ts';

/** Who exists in the tenant, and who is suspended. */
export const onAccounts: EventHandler[] = [
  {
    types: [accountCreated.type, accountReinstated.type],
    handle: (tx, events, tenantId) => rememberParties(tx, events, { tenantId, mayOpen: true }),
  },
  {
    types: [accountSuspended.type],
    handle: (tx, events, tenantId) => rememberParties(tx, events, { tenantId, mayOpen: false }),
  },
];

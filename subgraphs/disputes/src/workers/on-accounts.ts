import { accountCreated, accountReinstated, accountSuspended } from '@praetor/contracts/accounts';
import type { EventHandler } from '@praetor/events/handler';
import { rememberParties } from '../commands/remember-parties.ts';

/** Who exists in the tenant. */
export const onAccounts: EventHandler[] = [
  { types: [accountCreated.type, accountSuspended.type, accountReinstated.type], handle: rememberParties },
];

import type { DataOf } from '@praetor/contracts/contract';
import { accountCreated, accountReinstated, accountSuspended, roleAssigned, roleRevoked } from '@praetor/contracts/accounts';
import type { Envelope } from '@praetor/contracts/envelope';
import type { EventHandler } from '@praetor/events/handler';
import type { Id } from '@praetor/kernel/id';
import { rememberAccounts, type AccountNews } from '../commands/remember-accounts.ts';

/** Keeps in mind which accounts exist in the tenant, and which of them are staff. */
export const onAccounts: EventHandler[] = [
  {
    types: [accountCreated.type, accountSuspended.type, accountReinstated.type, roleAssigned.type, roleRevoked.type],
    handle: (tx, events, tenantId) => rememberAccounts(tx, tenantId, events.map(newsOf)),
  },
];

function newsOf({ type, data }: Envelope): AccountNews {
  const accountId = data.accountId as Id<'account'>;
  switch (type) {
    case accountCreated.type:
      return { accountId, roles: (data as DataOf<typeof accountCreated>).roles };
    case roleAssigned.type:
      return { accountId, assigned: (data as DataOf<typeof roleAssigned>).role };
    case roleRevoked.type:
      return { accountId, revoked: (data as DataOf<typeof roleRevoked>).role };
    default:
      return { accountId, active: type === accountReinstated.type };
  }
}

import { accountCreated, accountReinstated, accountSuspended } from '@praetor/contracts/accounts';
import type { EventHandler } from '@praetor/events/handler';
import type { Id } from '@praetor/kernel/id';
import { PartyRow } from '../db/party.entity.ts';

/** Keeps in mind which accounts exist in the tenant, and which may open disputes. */
export const onAccounts: EventHandler[] = [
  {
    types: [accountCreated.type, accountSuspended.type, accountReinstated.type],
    async handle(tx, events, tenantId) {
      // The last word about an account counts; a batch may hold several.
      const parties = new Map(
        events.map((event) => {
          const accountId = event.data.accountId as Id<'account'>;
          return [accountId, { accountId, tenantId, mayOpen: event.type !== accountSuspended.type }];
        }),
      );
      await tx.upsertMany(PartyRow, [...parties.values()]);
    },
  },
];

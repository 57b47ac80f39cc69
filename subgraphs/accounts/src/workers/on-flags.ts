import { flagResolved } from '@praetor/contracts/admin';
import type { DataOf } from '@praetor/contracts/contract';
import type { EventHandler } from '@praetor/events/handler';
import { effectOf } from '@praetor/events/perform';
import { suspendForFlag } from '../commands/suspend-account.ts';

const consumer = 'accounts.flags';

/** Staff resolved a flag with "suspend": the account that answers for the flagged thing is suspended, whoever it is. */
export const onFlags: EventHandler[] = [
  {
    types: [flagResolved.type],
    async handle(em, events) {
      for (const event of events) {
        const { resolution, accountId, flagId } = event.data as DataOf<typeof flagResolved>;
        if (resolution === 'suspend' && accountId) await suspendForFlag(effectOf(em, consumer, event), accountId, flagId);
      }
    },
  },
];

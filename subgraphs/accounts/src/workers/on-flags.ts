import { flagResolved } from '@praetor/contracts/admin';
import type { DataOf } from '@praetor/contracts/contract';
import type { EventHandler } from '@praetor/events/handler';
import { effectsOf } from '@praetor/events/perform';
import { suspendForFlag } from '../commands/suspend-account.ts';

const consumer = 'accounts.flags';

/** Staff resolved a flag with "suspend": the account that answers for the flagged thing is suspended, whoever it is. */
export const onFlags: EventHandler[] = [
  {
    types: [flagResolved.type],
    handle: (em, events) =>
      effectsOf(em, consumer, events, async (tx, event) => {
        const { resolution, accountId, flagId } = event.data as DataOf<typeof flagResolved>;
        if (resolution === 'suspend' && accountId) await suspendForFlag(tx, accountId, flagId);
      }),
  },
];

import type { DataOf } from '@praetor/contracts/contract';
import { trustTierChanged } from '@praetor/contracts/trust';
import type { EventHandler } from '@praetor/events/handler';
import { tellLowered } from '../commands/tell-lowered.ts';
import { idIn } from './id-in.ts';

const consumer = 'notifications.trust';

/** Accounts that lost trust. */
export const onTrust: EventHandler[] = [
  {
    types: [trustTierChanged.type],
    handle: (tx, events, tenantId) =>
      tellLowered(
        tx,
        tenantId,
        consumer,
        events.map((event) => {
          const { previousTier, tier } = event.data as DataOf<typeof trustTierChanged>;
          return { accountId: idIn(event, 'account'), from: previousTier, to: tier, because: event };
        }),
      ),
  },
];

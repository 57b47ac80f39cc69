import type { DataOf } from '@praetor/contracts/contract';
import { errorLogged, serviceDown, serviceRecovered } from '@praetor/contracts/marketplace';
import type { EventHandler } from '@praetor/events/handler';
import { effectsOf } from '@praetor/events/perform';
import { raise, settle } from '../commands/raise.ts';
import { raiseErrors } from '../commands/raise-errors.ts';

const consumer = 'notifications.marketplace';

/** Operators hear of services that are down, until they recover, and of errors. */
export const onMarketplace: EventHandler[] = [
  {
    types: [serviceDown.type, serviceRecovered.type],
    handle: (em, events, tenantId) =>
      effectsOf(em, consumer, events, async (tx, event) => {
        const { service, detail } = event.data as DataOf<typeof serviceDown>;
        const dedupKey = `service.down:${service}`;
        if (event.type === serviceRecovered.type) await settle(tx, dedupKey);
        else
          await raise(tx, tenantId, {
            severity: 'critical',
            source: service,
            title: `${service} is down`,
            detail,
            dedupKey,
            accountId: null,
            disputeId: null,
          });
      }),
  },
  {
    types: [errorLogged.type],
    handle: (em, events, tenantId) => raiseErrors(em, consumer, events, tenantId),
  },
];

import { flagResolved } from '@praetor/contracts/admin';
import type { DataOf } from '@praetor/contracts/contract';
import type { Envelope } from '@praetor/contracts/envelope';
import type { EventHandler } from '@praetor/events/handler';
import { tell, type Notice } from '../commands/tell.ts';
import { idIn } from './id-in.ts';

const consumer = 'notifications.admin';

/** A flag that ends in a warning reaches the account that it concerns. */
export const onAdmin: EventHandler[] = [
  {
    types: [flagResolved.type],
    handle: (tx, events, tenantId) => tell(tx, tenantId, consumer, events.flatMap(warningOf)),
  },
];

function warningOf(event: Envelope): Notice[] {
  const { resolution, accountId, entity, reason } = event.data as DataOf<typeof flagResolved>;
  if (resolution !== 'warn' || accountId === null) return [];
  const about = { entityType: entity.type, reason };
  return [{ kind: 'warning', about, accountId: idIn(event, 'account'), link: entity, because: event }];
}

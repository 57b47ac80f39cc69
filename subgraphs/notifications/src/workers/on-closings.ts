import { accountErased, erasureOverdue } from '@praetor/contracts/closing';
import type { DataOf } from '@praetor/contracts/contract';
import type { EventHandler } from '@praetor/events/handler';
import { effectsOf } from '@praetor/events/perform';
import { raise, settle } from '../commands/raise.ts';
import { idIn } from './id-in.ts';

const consumer = 'notifications.closings';

/** Operators hear of a subgraph that has not erased a closed account in time, until it has. */
export const onClosings: EventHandler[] = [
  {
    types: [erasureOverdue.type, accountErased.type],
    handle: (em, events, tenantId) =>
      effectsOf(em, consumer, events, async (tx, event) => {
        const accountId = idIn(event, 'account');
        const dedupKey = `account.erasureOverdue:${accountId}`;
        if (event.type === accountErased.type) return settle(tx, dedupKey);
        const { missing } = event.data as DataOf<typeof erasureOverdue>;
        await raise(tx, tenantId, {
          severity: 'critical',
          source: 'accounts',
          title: 'The erasure of an account is overdue',
          detail: `No answer from: ${missing.join(', ')}.`,
          dedupKey,
          accountId,
          disputeId: null,
        });
      }),
  },
];

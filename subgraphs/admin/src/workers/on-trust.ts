import type { DataOf } from '@praetor/contracts/contract';
import { trustReviewRequested } from '@praetor/contracts/trust';
import type { EventHandler } from '@praetor/events/handler';
import { effectsOf } from '@praetor/events/perform';
import { parseId } from '@praetor/kernel/id';
import { raise } from '../commands/raise.ts';

const consumer = 'admin.trust';

/** Accounts that trust wants someone to look at: as grave as the risk it sees. */
export const onTrust: EventHandler[] = [
  {
    types: [trustReviewRequested.type],
    handle: (em, events, tenantId) =>
      effectsOf(em, consumer, events, async (tx, event) => {
        const { score, riskLevel, ...data } = event.data as DataOf<typeof trustReviewRequested>;
        const accountId = parseId('account', data.accountId, 'accountId');
        await raise(tx, tenantId, {
          entity: { type: 'account', id: accountId },
          accountId,
          category: 'trustReview',
          reason: `Trust asks for a review: score ${score}, risk ${riskLevel}.`,
          by: { kind: 'system', id: 'trust' },
          severityAt: () => riskLevel,
        });
      }),
  },
];

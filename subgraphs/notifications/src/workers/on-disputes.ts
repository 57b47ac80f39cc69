import type { DataOf } from '@praetor/contracts/contract';
import {
  disputeAnswered,
  disputeAppealed,
  disputeClosed,
  disputeDecided,
  disputeOpened,
  disputeReviewStarted,
  disputeWithdrawn,
} from '@praetor/contracts/disputes';
import type { Envelope } from '@praetor/contracts/envelope';
import type { EventHandler } from '@praetor/events/handler';
import { effectsOf } from '@praetor/events/perform';
import type { Id } from '@praetor/kernel/id';
import { money } from '@praetor/kernel/money';
import { raise, settle } from '../commands/raise.ts';
import { tell, type Notice } from '../commands/tell.ts';
import { idIn } from './id-in.ts';

const consumer = 'notifications.disputes';

/** The parties are told what the other side, or a reviewer, did. Operators hear of appeals: another reviewer is needed. */
export const onDisputes: EventHandler[] = [
  {
    types: [
      disputeOpened.type,
      disputeAnswered.type,
      disputeDecided.type,
      disputeAppealed.type,
      disputeWithdrawn.type,
      disputeClosed.type,
    ],
    handle: (tx, events, tenantId) => tell(tx, tenantId, consumer, events.flatMap(noticesOf)),
  },
  {
    types: [disputeAppealed.type, disputeReviewStarted.type],
    handle: (em, events, tenantId) =>
      effectsOf(em, consumer, events, async (tx, event) => {
        const disputeId = idIn(event, 'dispute');
        const dedupKey = `dispute.appealed:${disputeId}`;
        if (event.type === disputeReviewStarted.type) await settle(tx, dedupKey);
        else await raise(tx, tenantId, { ...appeal, dedupKey, disputeId, accountId: idIn(event, 'account', 'appellantId') });
      }),
  },
];

const appeal = {
  severity: 'info',
  source: 'disputes',
  title: 'A decision was appealed',
  detail: 'It needs another reviewer.',
} as const;

function noticesOf(event: Envelope): Notice[] {
  const [claimant, respondent] = [idIn(event, 'account', 'claimantId'), idIn(event, 'account', 'respondentId')];
  const to = (accountId: Id<'account'>) => ({ accountId, link: { type: 'dispute', id: idIn(event, 'dispute') }, because: event });
  switch (event.type) {
    case disputeOpened.type: {
      const { category, answerBy } = event.data as DataOf<typeof disputeOpened>;
      return [{ ...to(respondent), kind: 'disputeOpened', about: { category, answerBy: new Date(answerBy) } }];
    }
    case disputeAnswered.type: {
      const { late } = event.data as DataOf<typeof disputeAnswered>;
      return [{ ...to(claimant), kind: 'disputeAnswered', about: { late } }];
    }
    case disputeDecided.type: {
      const { outcome, refund, appealBy } = event.data as DataOf<typeof disputeDecided>;
      const awarded = refund && money(BigInt(refund.amountMinor), refund.currency);
      const about = { outcome, refund: awarded, appealBy: new Date(appealBy) };
      return [claimant, respondent].map((party) => ({ ...to(party), kind: 'disputeDecided', about }));
    }
    case disputeAppealed.type: {
      const other = idIn(event, 'account', 'appellantId') === claimant ? respondent : claimant;
      return [{ ...to(other), kind: 'disputeAppealed', about: null }];
    }
    case disputeWithdrawn.type:
      return [{ ...to(respondent), kind: 'disputeWithdrawn', about: null }];
    case disputeClosed.type: {
      const { why } = event.data as DataOf<typeof disputeClosed>;
      return [claimant, respondent].map((party) => ({ ...to(party), kind: 'disputeClosed', about: { why } }));
    }
    default:
      return [];
  }
}

import type { DataOf } from '@praetor/contracts/contract';
import type { Envelope } from '@praetor/contracts/envelope';
import {
  sellerDeadlineNear,
  sellerDocumentsReturned,
  sellerRejected,
  sellerStageReached,
  sellerUpgraded,
} from '@praetor/contracts/sellers';
import type { EventHandler } from '@praetor/events/handler';
import { tell, type Notice } from '../commands/tell.ts';
import { idIn } from './id-in.ts';

const consumer = 'notifications.sellers';

/** Applicants hear what is wanted of them, that time runs out, and how it ended. */
export const onSellers: EventHandler[] = [
  {
    types: [
      sellerStageReached.type,
      sellerDeadlineNear.type,
      sellerDocumentsReturned.type,
      sellerUpgraded.type,
      sellerRejected.type,
    ],
    handle: (tx, events, tenantId) => tell(tx, tenantId, consumer, events.flatMap(noticesOf)),
  },
];

function noticesOf(event: Envelope): Notice[] {
  const { applicationId } = event.data as { applicationId: string };
  const link = { type: 'sellerApplication', id: applicationId };
  const told = { accountId: idIn(event, 'account'), link, because: event };
  switch (event.type) {
    case sellerStageReached.type: {
      const { stage, waitsFor, until } = event.data as DataOf<typeof sellerStageReached>;
      if (waitsFor !== 'applicant' || !isWanted(stage)) return [];
      return [{ ...told, kind: 'sellerDocumentsWanted', about: { stage, until: new Date(until) } }];
    }
    case sellerDeadlineNear.type: {
      const { stage, until } = event.data as DataOf<typeof sellerDeadlineNear>;
      return isWanted(stage) ? [{ ...told, kind: 'sellerDeadlineNear', about: { stage, until: new Date(until) } }] : [];
    }
    case sellerDocumentsReturned.type: {
      const { reasons } = event.data as DataOf<typeof sellerDocumentsReturned>;
      return [{ ...told, kind: 'sellerDocumentsReturned', about: { reasons } }];
    }
    case sellerUpgraded.type:
      return [{ ...told, kind: 'sellerActivated', about: null }];
    case sellerRejected.type: {
      const { outcome } = event.data as DataOf<typeof sellerRejected>;
      return [{ ...told, kind: 'sellerRejected', about: { outcome } }];
    }
    default:
      return [];
  }
}

const isWanted = (stage: string): stage is 'identity' | 'business' | 'payout' =>
  stage === 'identity' || stage === 'business' || stage === 'payout';

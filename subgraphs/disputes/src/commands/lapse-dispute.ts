import { disputeAnswerMissed, disputeClosed, disputeReviewReleased } from '@praetor/contracts/disputes';
import { effectAt, type Transaction } from '@praetor/events/perform';
import type { Id } from '@praetor/kernel/id';
import { inTenant } from '@praetor/postgres/tenancy';
import type { MikroORM } from '@mikro-orm/postgresql';
import type { DisputeRow } from '../db/dispute.entity.ts';
import { lockIfPresent } from '../db/dispute.store.ts';
import { passed } from '../domain/deadline.ts';
import { finalise, lapseContest, missAnswer, release } from '../domain/dispute.ts';
import { apply } from './change-dispute.ts';

/** Does what the deadline of one dispute demands, if it still does. */
export function lapseDispute(orm: MikroORM, tenantId: Id<'tenant'>, id: Id<'dispute'>, now: Date): Promise<void> {
  return inTenant(orm, tenantId, async (em) => {
    const row = await lockIfPresent(em, id);
    // Someone may have acted between the scan and the lock.
    if (row?.dueAt && passed(row.dueAt, now)) await step(effectAt(em, 'disputes.sweepDeadlines', tenantId, now), row);
  });
}

function step(tx: Transaction, row: DisputeRow): Promise<void> {
  const { now } = tx;
  switch (row.status) {
    case 'open':
      return apply(tx, row, { decide: (dispute) => missAnswer(dispute, now), contract: disputeAnswerMissed, data: () => ({}) });
    case 'answered':
      return apply(tx, row, {
        decide: (dispute) => lapseContest(dispute, now),
        contract: disputeClosed,
        data: () => ({ why: 'settled' as const }),
      });
    case 'underReview': {
      const reviewerId = row.reviewerId!;
      return apply(tx, row, {
        decide: (dispute) => release(dispute, null, now),
        contract: disputeReviewReleased,
        data: () => ({ reviewerId }),
      });
    }
    case 'decided':
      return apply(tx, row, {
        decide: (dispute) => finalise(dispute, now),
        contract: disputeClosed,
        data: () => ({ why: 'final' as const }),
      });
    case 'awaitingReview':
    case 'closed':
    case 'withdrawn':
      throw new Error(`Dispute ${row.id} is ${row.status} and has a deadline.`);
  }
}

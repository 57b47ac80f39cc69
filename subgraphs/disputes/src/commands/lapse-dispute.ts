import { disputeAnswerMissed, disputeClosed, disputeReviewReleased } from '@praetor/contracts/disputes';
import { effectsAt, type Transaction } from '@praetor/events/perform';
import type { Id } from '@praetor/kernel/id';
import { inTenant } from '@praetor/postgres/tenancy';
import type { MikroORM } from '@mikro-orm/postgresql';
import type { DisputeRow } from '../db/dispute.entity.ts';
import { lockDisputes } from '../db/dispute.store.ts';
import { passed } from '../domain/deadline.ts';
import { finalise, lapseContest, missAnswer, release } from '../domain/dispute.ts';
import { apply } from './change-dispute.ts';

/** Does what the deadlines of these disputes demand, where they still do, in one transaction. */
export function lapseDisputes(orm: MikroORM, tenantId: Id<'tenant'>, ids: readonly Id<'dispute'>[], now: Date): Promise<void> {
  return inTenant(orm, tenantId, async (em) => {
    const rows = await lockDisputes(em, ids);
    // Someone may have acted between the scan and the lock.
    const due = rows.filter(({ dueAt }) => dueAt && passed(dueAt, now));
    await effectsAt(em, 'disputes.sweepDeadlines', { tenantId, now }, async (tx) => {
      for (const row of due) await step(tx, row);
    });
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

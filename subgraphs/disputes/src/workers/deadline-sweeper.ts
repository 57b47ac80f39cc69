import { disputeAnswerMissed, disputeClosed, disputeReviewReleased } from '@praetor/contracts/disputes';
import { effectAt, type Transaction } from '@praetor/events/perform';
import { sql } from '@praetor/events/sql';
import { idOf, type Id } from '@praetor/kernel/id';
import { asWorker, inTenant } from '@praetor/postgres/tenancy';
import type { Job } from '@praetor/subgraph/jobs';
import type { Parts } from '@praetor/subgraph/service';
import { LockMode } from '@mikro-orm/postgresql';
import { apply } from '../commands/change-dispute.ts';
import { DisputeRow } from '../db/dispute.entity.ts';
import { passed } from '../domain/deadline.ts';
import { finalise, lapseContest, missAnswer, release } from '../domain/dispute.ts';

const batch = 200;

/** Does what deadlines demand: an unanswered dispute goes to review, a silent claimant settles, an unappealed decision is final. */
export function deadlineSweeper({ orm, clock }: Pick<Parts, 'orm' | 'clock'>): Job {
  const runOnce = async (): Promise<number> => {
    const due = await asWorker(orm, (tx) =>
      sql<{ id: string; tenant_id: string }>(
        tx,
        `select id, tenant_id from disputes.dispute where due_at <= $1 order by due_at limit ${batch}`,
        [clock()],
      ),
    );
    for (const { id, tenant_id } of due) await lapse(orm, idOf('tenant', tenant_id), idOf('dispute', id), clock());
    return due.length < batch ? due.length : due.length + (await runOnce());
  };
  return { name: 'disputes.sweepDeadlines', schedule: '*/15 * * * * *', runOnce };
}

function lapse(orm: Parts['orm'], tenantId: Id<'tenant'>, id: Id<'dispute'>, now: Date): Promise<void> {
  return inTenant(orm, tenantId, async (em) => {
    const row = await em.findOne(DisputeRow, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
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

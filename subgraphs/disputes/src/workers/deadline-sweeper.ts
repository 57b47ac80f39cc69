import type { Job } from '@praetor/subgraph/jobs';
import type { Parts } from '@praetor/subgraph/service';
import { lapseDispute } from '../commands/lapse-dispute.ts';
import { dueDisputes } from '../queries/due-disputes.ts';

const batch = 200;

/** Does what deadlines demand: an unanswered dispute goes to review, a silent claimant settles, an unappealed decision is final. */
export function deadlineSweeper({ orm, clock }: Pick<Parts, 'orm' | 'clock'>): Job {
  const runOnce = async (): Promise<number> => {
    const due = await dueDisputes(orm, clock(), batch);
    for (const { id, tenantId } of due) await lapseDispute(orm, tenantId, id, clock());
    return due.length < batch ? due.length : due.length + (await runOnce());
  };
  return { name: 'disputes.sweepDeadlines', schedule: '*/15 * * * * *', runOnce };
}

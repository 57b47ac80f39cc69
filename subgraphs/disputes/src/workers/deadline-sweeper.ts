import type { Job } from '@praetor/subgraph/jobs';
import type { Parts } from '@praetor/subgraph/service';
import { lapseDisputes } from '../commands/lapse-dispute.ts';
import { dueDisputes } from '../queries/due-disputes.ts';

/** At most this many a run: what is left is due at the next, and a process that stops does not wait for long. */
const batch = 500;

/** Does what deadlines demand: an unanswered dispute goes to review, a silent claimant settles, an unappealed decision is final. */
export function deadlineSweeper({ orm, clock }: Pick<Parts, 'orm' | 'clock'>): Job {
  return {
    name: 'disputes.sweepDeadlines',
    schedule: '*/5 * * * * *',
    async runOnce() {
      const due = await dueDisputes(orm, clock(), batch);
      for (const [tenantId, own] of Map.groupBy(due, (one) => one.tenantId)) {
        await lapseDisputes(
          orm,
          tenantId,
          own.map(({ id }) => id),
          clock(),
        );
      }
      return due.length;
    },
  };
}

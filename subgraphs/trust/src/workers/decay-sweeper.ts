import { asWorker, inTenant } from '@praetor/postgres/tenancy';
import type { Job } from '@praetor/subgraph/jobs';
import type { Parts } from '@praetor/subgraph/service';
import { dueProfiles, reassessProfiles } from '../commands/reassess-profiles.ts';

const batch = 500;
const job = 'trust.sweepDecay';

/** Lets tiers follow time: profiles whose assessment ran out are assessed anew, some hundred in a transaction. */
export function decaySweeper({ orm, clock }: Pick<Parts, 'orm' | 'clock'>): Job {
  const runOnce = async (): Promise<number> => {
    let done = 0;
    for (let found = batch; found >= batch;) {
      found = 0;
      for (const due of await asWorker(orm, (tx) => dueProfiles(tx, clock(), batch))) {
        await inTenant(orm, due.tenantId, (tx) => reassessProfiles(tx, due, { job, now: clock() }));
        found = Math.max(found, due.accountIds.length);
        done += due.accountIds.length;
      }
    }
    return done;
  };
  return { name: job, schedule: '0 */10 * * * *', runOnce };
}

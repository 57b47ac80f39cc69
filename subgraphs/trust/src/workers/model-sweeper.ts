import { asWorker, inTenant } from '@praetor/postgres/tenancy';
import type { Job } from '@praetor/subgraph/jobs';
import type { Parts } from '@praetor/subgraph/service';
import { reassessProfiles, strayProfiles } from '../commands/reassess-profiles.ts';

const batch = 500;
const job = 'trust.adoptModel';

/** Lets profiles follow the live model: after a publication or a return, all that another assessed, some hundred in a transaction. */
export function modelSweeper({ orm, clock }: Pick<Parts, 'orm' | 'clock'>): Job {
  const runOnce = async (): Promise<number> => {
    let done = 0;
    for (let found = batch; found >= batch;) {
      found = 0;
      for (const stray of await asWorker(orm, (tx) => strayProfiles(tx, clock(), batch))) {
        await inTenant(orm, stray.tenantId, (tx) => reassessProfiles(tx, stray, { job, now: clock() }));
        found = Math.max(found, stray.accountIds.length);
        done += stray.accountIds.length;
      }
    }
    return done;
  };
  return { name: job, schedule: '*/10 * * * * *', runOnce };
}

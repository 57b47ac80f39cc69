import type { Job } from '@praetor/subgraph/jobs';
import type { Parts } from '@praetor/subgraph/service';
import { forgetExports } from '../commands/forget-exports.ts';
import { eraseDue, watchErasures } from '../commands/erase-due.ts';

/** Graces that end, and erasures that somebody is late with. What is due is read from the rows: a crash loses nothing. */
export const closingJobs = ({ orm, clock }: Pick<Parts, 'orm' | 'clock'>): Job[] => [
  { name: 'accounts.eraseDue', schedule: '5 * * * * *', runOnce: () => eraseDue(orm, clock) },
  { name: 'accounts.forgetExports', schedule: '0 47 * * * *', runOnce: () => forgetExports(orm, clock) },
  { name: 'accounts.watchErasures', schedule: '20 */5 * * * *', runOnce: () => watchErasures(orm, clock) },
];

import type { Job } from '@praetor/subgraph/jobs';
import type { Parts } from '@praetor/subgraph/service';
import { expireRoleRequests } from '../commands/decide-role-request.ts';
import { endImpersonations } from '../commands/end-impersonation.ts';
import { forgetLimits } from '../commands/guess-limits.ts';
import { forgetSecrets } from '../commands/forget-secrets.ts';
import { forgetChallenges } from '../commands/forget-challenges.ts';
import { forgetSessions } from '../commands/forget-sessions.ts';
import type { Desk } from '../commands/desk.ts';
import { resetFactorsDue } from '../commands/reset-factors-due.ts';
import { endUnproven } from '../commands/end-unproven.ts';
import { unlockDue } from '../commands/unlock-account.ts';

export interface Chores {
  readonly keys: { rotate(): Promise<number> };
  /** What a courier of another process left behind, and what has to be tried again. */
  readonly deliver: () => Promise<number>;
  readonly desk: Desk;
}

/** What time brings: locks that end, requests that nobody decided, sessions that are forgotten, keys that get a successor. */
export function sweeps({ orm, clock }: Pick<Parts, 'orm' | 'clock'>, { keys, deliver, desk }: Chores): Job[] {
  return [
    { name: 'accounts.unlockDue', schedule: '*/15 * * * * *', runOnce: () => unlockDue(orm, clock) },
    { name: 'accounts.deliverMessages', schedule: '*/10 * * * * *', runOnce: deliver },
    { name: 'accounts.forgetLimits', schedule: '0 7 * * * *', runOnce: () => forgetLimits(orm, clock) },
    { name: 'accounts.forgetSecrets', schedule: '0 27 * * * *', runOnce: () => forgetSecrets(orm, clock) },
    { name: 'accounts.forgetSessions', schedule: '0 17 * * * *', runOnce: () => forgetSessions(orm, clock) },
    { name: 'accounts.forgetChallenges', schedule: '0 */10 * * * *', runOnce: () => forgetChallenges(orm, clock) },
    { name: 'accounts.endImpersonations', schedule: '*/15 * * * * *', runOnce: () => endImpersonations(orm, clock) },
    { name: 'accounts.resetFactorsDue', schedule: '40 * * * * *', runOnce: () => resetFactorsDue(orm, clock, desk) },
    { name: 'accounts.endUnproven', schedule: '0 37 * * * *', runOnce: () => endUnproven(orm, clock) },
    { name: 'accounts.expireRoleRequests', schedule: '30 * * * * *', runOnce: () => expireRoleRequests(orm, clock) },
    { name: 'accounts.rotateSigningKey', schedule: '0 0 3 * * *', runOnce: () => keys.rotate() },
  ];
}

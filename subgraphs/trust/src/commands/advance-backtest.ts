import type { Clock } from '@praetor/kernel/clock';
import { idOf, parseId, uuidOf, type Id } from '@praetor/kernel/id';
import { sql } from '@praetor/postgres/sql';
import { asWorker, inTenant } from '@praetor/postgres/tenancy';
import type { SagaPause } from '@praetor/subgraph/saga';
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import type { Progress } from '../db/trust-backtest.entity.ts';
import { lockBacktest } from '../db/trust-backtest.store.ts';
import { comparePortion, scorePortion } from './backtest-accounts.ts';
import { decidePortion } from './backtest-decisions.ts';
import { replayPortion } from './backtest-replay.ts';
import { sumPortion } from './backtest-sum.ts';
import type { Work } from './backtest-work.ts';

/** So many portions are one step of the saga: each step is remembered by the engine, each portion by the row. */
const portions = 20;

/**
 * Goes on with a backtest where it was. Each portion is one short transaction that also keeps how far it came, so that a process
 * that is killed loses at most one, and does none twice. It reads what consumers wrote and locks nothing of theirs.
 */
export async function advanceBacktest({ orm, clock }: { orm: MikroORM; clock: Clock }, rawId: string): Promise<SagaPause> {
  const id = parseId('trustBacktest', rawId, 'backtestId');
  const tenantId = await tenantOf(orm, id);
  if (!tenantId) return 'done';
  for (let done = 0; done < portions; done += 1)
    if (!(await inTenant(orm, tenantId, (em) => onePortion(em, id, clock())))) return 'done';
  return 'again';
}

async function tenantOf(orm: MikroORM, id: Id<'trustBacktest'>): Promise<Id<'tenant'> | null> {
  const [found] = await asWorker(orm, (tx) =>
    sql<{ tenant_id: string }>(tx, 'select tenant_id from trust.trust_backtest where id = $1', [uuidOf(id)]),
  );
  return found ? idOf('tenant', found.tenant_id) : null;
}

/** Whether there is more to do. */
async function onePortion(em: EntityManager, id: Id<'trustBacktest'>, now: Date): Promise<boolean> {
  const row = await lockBacktest(em, id);
  if (row.state !== 'running') return false;
  const { progress, draft, live } = row;
  const work: Work = { em, row, models: { draft, live }, progress, tally: structuredClone(row.tally), now };
  if (progress.phase === 'summing') return sumPortion(work);
  row.progress = await advanced(work);
  row.tally = work.tally;
  return true;
}

function advanced(work: Work): Promise<Progress> {
  switch (work.progress.phase) {
    case 'warmingUp':
    case 'following':
      return replayPortion(work);
    case 'scoring':
      return scorePortion(work);
    case 'comparing':
      return comparePortion(work);
    case 'deciding':
      return decidePortion(work);
    case 'summing':
      throw new Error('A backtest that is summed up does not go on.');
  }
}

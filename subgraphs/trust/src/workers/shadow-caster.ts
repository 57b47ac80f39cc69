import { after, days } from '@praetor/kernel/clock';
import { idOf } from '@praetor/kernel/id';
import { changed, sql } from '@praetor/postgres/sql';
import { asWorker, inTenant } from '@praetor/postgres/tenancy';
import type { Job } from '@praetor/subgraph/jobs';
import type { Parts } from '@praetor/subgraph/service';
import { castShadow } from '../commands/cast-shadow.ts';

const portion = 100;
/** So many portions at most a run; what is left waits for the next. */
const most = 50;
/** How long after its end single decisions and accounts of a shadow are kept. */
const keptDays = 30;

/** Lets the models that run in the shadow follow the live one, and forgets the details of old ones. */
export const shadowCaster = ({ orm, clock }: Pick<Parts, 'orm' | 'clock'>): Job => ({
  name: 'trust.castShadows',
  schedule: '*/5 * * * * *',
  async runOnce() {
    const shadows = await asWorker(orm, (tx) =>
      sql<{ id: string; tenant_id: string; state: string }>(
        tx,
        `select id, tenant_id, state from trust.trust_shadow where state = 'running'
         union all select id, tenant_id, state from trust.trust_shadow where state = 'ended' and ended_at between $1 and $2`,
        [after(clock(), -days(keptDays + 2)), after(clock(), -days(keptDays))],
      ),
    );
    let found = 0;
    for (const { id, tenant_id, state } of shadows) {
      const one = (): Promise<number> =>
        inTenant(orm, idOf('tenant', tenant_id), (em) =>
          state === 'running' ? castShadow(em, idOf('trustShadow', id), clock()) : forget(em, tenant_id, id),
        );
      for (let run = 0, last = portion; run < most && last >= portion; run += 1) found += last = await one();
    }
    return found;
  },
});

async function forget(em: Parameters<typeof sql>[0], tenant: string, shadow: string): Promise<number> {
  let gone = 0;
  for (const table of ['shadow_decision', 'shadow_profile'])
    gone += await changed(
      em,
      `delete from trust.${table} where ctid = any(array(
         select ctid from trust.${table} where tenant_id = $1 and shadow_id = $2 limit 1000))`,
      [tenant, shadow],
    );
  return gone;
}

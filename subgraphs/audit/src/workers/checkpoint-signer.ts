import { sql } from '@praetor/postgres/sql';
import { idOf } from '@praetor/kernel/id';
import { asWorker } from '@praetor/postgres/tenancy';
import type { Job } from '@praetor/subgraph/jobs';
import type { Parts } from '@praetor/subgraph/service';
import { signCheckpoint } from '../commands/sign-checkpoint.ts';

/** Signs the head of every log that grew since its last checkpoint. One that does not stand is told and keeps no other from being signed. */
export function checkpointSigner({ orm, clock, log, secret }: Pick<Parts, 'orm' | 'clock' | 'log'> & { secret: string }): Job {
  const runOnce = async (): Promise<number> => {
    const grown = await asWorker(orm, (tx) =>
      sql<{ tenant_id: string }>(
        tx,
        `select tenant_id from audit.log where size > coalesce(
           (select max(size) from audit.checkpoint where checkpoint.tenant_id = log.tenant_id), 0)`,
      ),
    );
    let signed = 0;
    for (const { tenant_id } of grown) {
      try {
        await signCheckpoint({ orm, secret, now: clock() }, idOf('tenant', tenant_id));
        signed += 1;
      } catch (err) {
        log.error({ err, tenant: idOf('tenant', tenant_id) }, 'a log cannot be signed');
      }
    }
    return signed;
  };
  return { name: 'audit.signCheckpoints', schedule: '*/5 * * * * *', runOnce };
}

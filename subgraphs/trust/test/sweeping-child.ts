/** A process of trust that runs its sweeps, and kills itself (SIGKILL) once so many statements were answered. */
import { createPostgresTransport } from '@praetor/events/postgres-transport';
import { testClock } from '@praetor/testkit/time';
import { createTrustService } from '../src/service.ts';

const [, , databaseUrl = '', now = '', statements = ''] = process.argv;
const transport = createPostgresTransport({ url: databaseUrl });
const { orm, jobs } = await createTrustService({ databaseUrl, transport, clock: testClock(now).now });
let left = Number(statements);
orm.config.getLogger().logQuery = () => {
  left -= 1;
  if (left === 0) process.kill(process.pid, 'SIGKILL');
};
for (const { runOnce } of jobs) await runOnce();
process.exit(0);

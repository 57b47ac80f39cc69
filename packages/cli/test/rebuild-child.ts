/**
 * Rebuilds every projection of one subgraph in a process of its own, which kills itself (SIGKILL) after a statement that
 * matches. Arguments: subgraph, its database URL, audit's database URL, the time, the statement, the secret.
 */
import { createAuditService } from '@praetor/audit/service';
import { createPostgresTransport } from '@praetor/events/postgres-transport';
import { dieAt } from '@praetor/testkit/deadly-statements';
import { rebuildAll } from '../src/rebuild-command.ts';
import { subgraphs } from '../src/subgraphs.ts';

const [, , name = '', databaseUrl = '', auditUrl = '', time = '', statement = '', secret = ''] = process.argv;
const clock = () => new Date(time);
const open = (url: string) => ({ databaseUrl: url, transport: createPostgresTransport({ url }), clock, secret });
const audit = await createAuditService(open(auditUrl));
const subgraph = await subgraphs.find(({ store }) => store.schema === name)!.create(open(databaseUrl));
await dieAt(subgraph.orm, 'after', new RegExp(statement));
await rebuildAll(subgraph, audit, () => undefined, clock);

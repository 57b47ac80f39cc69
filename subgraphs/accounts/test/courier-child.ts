/**
 * A process of accounts that makes one round of its courier, and kills itself (SIGKILL) at a chosen statement: `before` it is
 * sent, or `after` it was run. Arguments: database URL, the time, mail server, when, statement.
 */
import { createPostgresTransport } from '@praetor/events/postgres-transport';
import { dieAt } from '@praetor/testkit/deadly-statements';
import { createAccountsService } from '../src/service.ts';

const [, , databaseUrl = '', time = '', smtpUrl = '', when = '', statement = ''] = process.argv;
const transport = createPostgresTransport({ url: databaseUrl });
const subgraph = await createAccountsService({
  databaseUrl,
  transport,
  clock: () => new Date(time),
  secret: 'test secret of at least 32 characters',
  mail: { smtpUrl, from: 'Flea market <no-reply@market.example>', sms: null, pages: null, print: null },
});
if (when === 'before' || when === 'after') await dieAt(subgraph.orm, when, new RegExp(statement));
await subgraph.jobs.find(({ name }) => name === 'accounts.deliverMessages')?.runOnce();
await subgraph[Symbol.asyncDispose]();
await transport.close();

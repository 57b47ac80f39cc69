#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { failPlainly } from './fail-plainly.ts';
import type { OperationsCheckOptions, OperationsExportOptions } from './operations-check.ts';
import type { QueryOptions } from './query.ts';
import type { EventOptions } from './send-event.ts';
import type { ReplayCommandOptions } from './replay-command.ts';
import type { TenantOptions } from './tenant.ts';
import { addTrustCommands } from './trust-commands.ts';

// What was stripped of its types and compiled once is read from here at the next start. A folder of our own: others may write to /tmp.
enableCompileCache(join(import.meta.dirname, '../../../node_modules/.cache/praetor'));

const program = new Command('praetor')
  .description(
    'The governance plane of a marketplace: accounts, trust, admin, audit, disputes and notifications behind one GraphQL endpoint.',
  )
  .addHelpText(
    'after',
    `
Settings are environment variables; the most common:
  PORT               gateway port (4000)
  PRAETOR_HOME       where the embedded PostgreSQL and generated secrets live (.praetor)
  DATABASE_URL       a PostgreSQL 15 or newer instead of the embedded one
  REDIS_URL          carry events and limits over Redis
  PRAETOR_ENV        development (demo tenant, printed logins) or production
  PRAETOR_SECRET     needed in production: at least 32 random characters

Examples:
  $ npx praetor start
  $ npx praetor replay online-retail online_retail.csv.gz
  $ npx praetor audit verify proof.json`,
  )
  .showHelpAfterError('(try "praetor --help")');

program
  .command('start')
  .description('Run the gateway, the six subgraphs and an embedded PostgreSQL in this process, until Ctrl-C.')
  .action(failPlainly(async () => (await import('./start.ts')).start()));

program
  .command('migrate')
  .description(
    'Prepare a PostgreSQL for the distributed form: roles, schemas, tables. Needs DATABASE_URL of an administrator; safe to repeat.',
  )
  .action(failPlainly(async () => (await import('./migrate.ts')).migrate()));

program
  .command('secrets')
  .description('Print fresh secrets for docker-compose.yml, as an .env file.')
  .action(failPlainly(async () => void process.stdout.write((await import('./secrets.ts')).freshSecrets())));

const tenant = program.command('tenant').description('Marketplaces that this installation governs.');
tenant
  .command('create')
  .description(
    'Create a tenant and its first administrators, whose generated passwords are printed once. Name two: staff roles take two people. Needs DATABASE_URL of an administrator of the prepared database.',
  )
  .argument('<slug>', 'short name, a-z, 0-9 and -')
  .requiredOption('--admin <e-mail...>', 'e-mail of an administrator, or of several')
  .option('--name <name>', 'name to show; the slug by default')
  .action(
    failPlainly(async (slug: string, options: TenantOptions) => (await import('./tenant.ts')).createTenantCommand(slug, options)),
  );

program
  .command('demo')
  .description(
    'Create the demo tenant, a login per role and a partner’s key in a prepared database; "start" does it by itself outside production.',
  )
  .action(failPlainly(async () => (await import('./demo-command.ts')).demoCommand()));

const where = () => new Option('--url <url>', 'where Praetor answers').default('http://127.0.0.1:4000').env('PRAETOR_URL');
program
  .command('query')
  .description('Send one GraphQL operation to the public endpoint and print its data.')
  .argument('<document>', 'the operation, or @file')
  .addOption(where())
  .addOption(new Option('--as <role>', 'sign in as the demo login of this role'))
  .addOption(new Option('--token <token>', 'an access token').env('PRAETOR_TOKEN'))
  .addOption(new Option('--variables <json>', 'variables of the operation'))
  .addOption(new Option('--pick <path>', 'print one value of the data, such as auditCheckpoint.publicKey'))
  .action(failPlainly(async (text: string, options: QueryOptions) => (await import('./query.ts')).queryCommand(text, options)));
program
  .command('event')
  .description('Send one event of the marketplace through POST /events, as a partner does.')
  .argument('<name>', 'such as orderCompleted')
  .argument('<data>', 'the event’s data, JSON')
  .addOption(where())
  .addOption(new Option('--api-key <key>', 'a partner’s API key; by default the demo partner’s').env('PRAETOR_API_KEY'))
  .addOption(new Option('--source <uri>', 'CloudEvents source').default('https://market.example'))
  .addOption(new Option('--id <id>', 'CloudEvents id; a new one by default'))
  .action(
    failPlainly(async (name: string, data: string, options: EventOptions) =>
      (await import('./send-event.ts')).eventCommand(name, data, options),
    ),
  );

const replay = program
  .command('replay')
  .description(
    'Send a real data set as events through POST /events, with progress and a closing report. A second run changes nothing.',
  );
const target = () => [
  where(),
  new Option('--api-key <key>', 'a partner’s API key; by default the demo partner’s').env('PRAETOR_API_KEY'),
  new Option('--token <token>', 'an access token of staff who may read what came of it; by default the demo administrator’s').env(
    'PRAETOR_TOKEN',
  ),
];
for (const [name, what] of [
  ['online-retail', 'UCI Online Retail: orders, cancellations and refunds of one seller (csv or csv.gz)'],
  ['complaints', 'CFPB Consumer Complaints: disputes from complaint to appeal (csv)'],
] as const) {
  const command = replay.command(name).description(what).argument('<file>', 'the data set');
  for (const option of target()) command.addOption(option);
  command.action(
    failPlainly(async (file: string, options: ReplayCommandOptions) =>
      (await import('./replay-command.ts')).replayCommand(name, file, options),
    ),
  );
}

const failures = program
  .command('failures')
  .description('Events that a consumer could not handle: set aside with their error, in order, until someone decides.')
  .action(failPlainly(async () => (await import('./failures.ts')).listFailures()));
failures
  .command('retry')
  .description('Handle them again, each before those that wait behind it.')
  .action(failPlainly(async () => (await import('./failures.ts')).retryFailures()));
failures
  .command('discard')
  .description('Give one event up for good, so that those behind it can be retried.')
  .argument('<event>', 'the event’s id')
  .action(failPlainly(async (id: string) => (await import('./failures.ts')).discardFailure(id)));

program
  .command('rebuild')
  .description(
    'Learn read models anew from the audit log, each in one transaction, while everything runs: links between accounts, trust profiles, who is known where.',
  )
  .argument('<subgraph>', 'accounts, trust, admin or disputes; or all')
  .action(failPlainly(async (name: string) => (await import('./rebuild-command.ts')).rebuildCommand(name)));

const operations = program.command('operations').description('Operations that partners registered.');
operations
  .command('check')
  .description('Warn of registered operations that a schema would break, with their use. Fails when there are any: for CI.')
  .addOption(where())
  .addOption(new Option('--schema <file>', 'the API schema to be').default('schema/api.graphql'))
  .addOption(
    new Option('--token <token>', 'an access token of staff with apiKey:manage; by default the demo administrator’s').env(
      'PRAETOR_TOKEN',
    ),
  )
  .action(
    failPlainly(async (options: OperationsCheckOptions) =>
      (await import('./operations-check.ts')).operationsCheckCommand(options),
    ),
  );
operations
  .command('export')
  .description(
    'Print the registered operations with partner and use. Saved as schema/operations/<name>.json, CI holds the schema to them.',
  )
  .addOption(where())
  .addOption(
    new Option('--token <token>', 'an access token of staff with apiKey:manage; by default the demo administrator’s').env(
      'PRAETOR_TOKEN',
    ),
  )
  .action(
    failPlainly(async (options: OperationsExportOptions) =>
      (await import('./operations-check.ts')).operationsExportCommand(options),
    ),
  );

const audit = program.command('audit').description('Check the transparency log.');
audit
  .command('verify')
  .description(
    'Verify a proof bundle without the server: that the entry is in the log and the log is signed. Exit code 0 valid, 1 invalid, 2 unreadable.',
  )
  .argument('<bundle>', 'file with the bundle, as auditProofBundle answers it; - for standard input')
  .option(
    '--key <verifier-key>',
    'the log’s verifier key (publicKey of auditCheckpoint), got over a channel you trust: a bundle cannot vouch for itself',
  )
  .action(
    failPlainly(async (file: string, { key }: { key?: string }) => (await import('./audit-verify.ts')).auditVerify(file, key)),
  );

addTrustCommands(program);

await program.parseAsync();

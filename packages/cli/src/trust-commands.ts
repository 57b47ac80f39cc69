import type { Command } from 'commander';
import { failPlainly } from './fail-plainly.ts';
import type { TrustExportOptions } from './trust-export.ts';

/** `praetor trust`. */
export function addTrustCommands(program: Command): void {
  const trust = program.command('trust').description('Trust decisions, and the proof that each follows from what was known.');
  trust
    .command('export')
    .description(
      'Write a tenant’s decisions with the states and models they were made by, as lines of canonical JSON. Its last line names the last decision: go on behind it with --after.',
    )
    .option('--tenant <tenant>', 'slug or id', 'demo')
    .option('--after <decision>', 'go on behind this decision')
    .option('--until <time>', 'not later than this, ISO 8601; a minute ago by default')
    .option('--out <file>', 'a new file; standard output by default')
    .action(failPlainly(async (options: TrustExportOptions) => (await import('./trust-export.ts')).trustExport(options)));
  trust
    .command('rederive')
    .description(
      'Derive the decisions of an export again from nothing but the export, to the bit. Exit code 0 all alike, 1 not. packages/bench/src/rederive.py does the same without Praetor’s code.',
    )
    .argument('<file>', 'the export; - for standard input')
    .action(failPlainly(async (file: string) => (await import('./trust-export.ts')).trustRederive(file)));
}

import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { root } from './workspaces.ts';

interface Step {
  readonly name: string;
  readonly command: string;
  /** What to run, or do, when it fails. */
  readonly fix: string;
}

const prettier =
  'prettier --config packages/tooling/prettier.json --ignore-path packages/tooling/prettierignore --log-level warn';

/** Quick ones first, then what needs a database, then the tests, whose closing lines end the output. */
const steps: readonly Step[] = [
  { name: 'format', command: `${prettier} --check .`, fix: 'npm run format' },
  { name: 'lint', command: 'oxlint --config packages/tooling/oxlint.json', fix: 'npm run lint -- --fix' },
  { name: 'typecheck', command: 'tsc -p packages/tooling/tsconfig.json', fix: 'npm run typecheck, and correct what it names' },
  {
    name: 'imports',
    command: 'node packages/tooling/src/check-imports.ts',
    fix: 'npm run check imports, and move the code to where it may be',
  },
  {
    name: 'unused',
    command: 'knip --config packages/tooling/knip.json',
    fix: 'npm run check unused, and remove what nothing uses',
  },
  { name: 'schema', command: 'node packages/tooling/src/print-schema.ts --check', fix: 'npm run schema' },
  {
    name: 'breaking',
    command: 'node packages/tooling/src/check-breaking.ts',
    fix: 'npm run check breaking, and do as it says',
  },
  { name: 'codegen', command: 'graphql-codegen --config codegen.ts --check', fix: 'npm run codegen' },
  { name: 'migrations', command: 'node packages/tooling/src/dump-schemas.ts --check', fix: 'npm run dump' },
  { name: 'test', command: 'vitest run --config packages/tooling/vitest.config.ts', fix: 'npm test, and correct what fails' },
];

/** `npm run check [step…]`: everything CI runs, or the named steps. All steps run, so that one run tells all. */
function main(names: readonly string[]): void {
  const unknown = names.filter((name) => !steps.some((step) => step.name === name));
  if (unknown.length)
    throw new Error(`There is no step ${unknown.join(', ')}. There are ${steps.map(({ name }) => name).join(', ')}.`);
  const failed = steps.filter((step) => names.length === 0 || names.includes(step.name)).filter((step) => !passes(step));
  for (const { name, fix } of failed) console.error(`✗ ${name} failed. Run: ${fix}`);
  process.exitCode = failed.length ? 1 : 0;
}

function passes({ name, command }: Step): boolean {
  console.log(`\n▸ ${name}: ${command}`);
  const path = `${join(root, 'node_modules/.bin')}${delimiter}${process.env['PATH']}`;
  const started = performance.now();
  const { status } = spawnSync(command, { shell: true, cwd: root, stdio: 'inherit', env: { ...process.env, PATH: path } });
  console.log(`${status === 0 ? '✓' : '✗'} ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  return status === 0;
}

main(process.argv.slice(2));

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../src/workspaces.ts';

/** Text that a file of production code may not hold, by the rule that says so. */
const forbidden: Record<string, string> = {
  'typescript(no-floating-promises)': `const later = async (): Promise<void> => {};\nlater();`,
  'typescript(switch-exhaustiveness-check)': `export function f(a: 'x' | 'y'): number { switch (a) { case 'x': return 1; } return 2; }`,
  'typescript(consistent-type-imports)': `import { Other } from './other.ts';\nexport let other: Other | undefined;`,
  'import(no-default-export)': `export default 1;`,
  'node(no-process-env)': `export const port = process.env['PORT'];`,
  'praetor(no-ambient-time)': `export const now = new Date();`,
  'typescript(no-explicit-any)': `export let anything: any;`,
  'eslint(max-lines)': `export {};\n${'console.log(1);\n'.repeat(301)}`,
  'praetor(reasoned-exceptions)': `// oxlint-disable-next-line typescript/no-explicit-any\nexport let anything: any;`,
};

test('each rule bites, and each exception is made where it belongs', () => {
  const files = Object.entries(forbidden).map(([rule, text], at) => ({ rule, path: `packages/kernel/src/probe-${at}.ts`, text }));
  const allowed = {
    'packages/kernel/src/other.ts': `export interface Other { a: 1 }`,
    'gateway/src/env.ts': `export const port = process.env['PORT'];`,
    'gateway/src/main.ts': `export const clock = () => new Date();\nexport const past = new Date(0);`,
    'packages/testkit/src/clock.ts': `export const now = Date.now();`,
    'gateway/codegen.ts': `export default 1;`,
    'gateway/src/why.ts': `// oxlint-disable-next-line typescript/no-explicit-any -- the library says so\nexport let anything: any;`,
  };
  const found = lint({ ...Object.fromEntries(files.map(({ path, text }) => [path, text])), ...allowed });
  for (const { rule, path } of files) expect(found.get(path), rule).toEqual([rule]);
  expect([...found.keys()].toSorted()).toEqual(files.map(({ path }) => path).toSorted());
});

/** The rules that each file breaks. */
function lint(files: Record<string, string>): Map<string, string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'praetor-lint-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const problems = reported(['--config', join(root, 'packages/tooling/oxlint.json'), '--format', 'json', folder]);
    const byFile = Map.groupBy(problems, ({ filename }) =>
      filename.slice(filename.indexOf('praetor-lint-') + folder.split('/').at(-1)!.length + 1),
    );
    return new Map([...byFile].map(([path, found]) => [path, [...new Set(found.map(({ code }) => code))]]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Problem {
  readonly code: string;
  readonly filename: string;
}

/** oxlint ends with a failure when it finds something, which is what we want. */
function reported(options: string[]): Problem[] {
  try {
    execFileSync(join(root, 'node_modules/.bin/oxlint'), options, { stdio: 'pipe' });
    return [];
  } catch (error) {
    return (JSON.parse(String((error as { stdout: Buffer }).stdout)) as { diagnostics: Problem[] }).diagnostics;
  }
}

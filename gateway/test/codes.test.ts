import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

/** Codes that the gateway itself gives to an error. */
const raised = new Set(
  globSync('gateway/src/**/*.ts', { cwd: root })
    .filter((file) => !file.endsWith('.test.ts'))
    .flatMap((file) => [...read(file).matchAll(/(?:coded|exceeded)\(\s*'([A-Z_]+)'|code: '([A-Z_]+)'/g)])
    .map(([, first, second]) => first ?? second ?? ''),
);

test('every code the gateway raises has a page in the handbook that says what to do', () => {
  expect(raised.size).toBeGreaterThan(25);
  const pages = new Set(
    globSync('packages/handbook/errors/*.md', { cwd: root }).map((file) => file.replace(/^.*\/(\w+)\.md$/, '$1')),
  );
  // Stands in for a refusal that came without a code.
  const elsewhere = new Set(['REFUSED']);
  expect([...raised].filter((code) => !pages.has(code) && !elsewhere.has(code))).toEqual([]);
  for (const code of raised)
    if (pages.has(code))
      expect(read(`packages/handbook/errors/${code}.md`)).toMatch(/\*\*Meaning\.\*\*[^]+\*\*When\.\*\*[^]+\*\*What to do\.\*\*/);
});

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../src/workspaces.ts';

/** How many requirements each section of ASVS 5.0 has: 6.1 has three. */
const sections = {
  '6.1': 3,
  '6.2': 12,
  '6.3': 8,
  '6.4': 6,
  '6.5': 8,
  '6.6': 4,
  '6.7': 2,
  '6.8': 4,
  '7.1': 3,
  '7.2': 4,
  '7.3': 2,
  '7.4': 5,
  '7.5': 3,
  '7.6': 2,
  '8.1': 4,
  '8.2': 4,
  '8.3': 3,
  '8.4': 2,
  '9.1': 3,
  '9.2': 4,
};

const rows = readFileSync(join(root, 'packages/handbook/asvs.md'), 'utf8')
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .filter(([, id = '']) => /^\d+\.\d+\.\d+$/.test(id))
  .map(([, id = '', , shown = '']) => ({ id, shown }));

test('the ledger has every requirement of V6 to V9, once', () => {
  const all = Object.entries(sections).flatMap(([section, count]) =>
    Array.from({ length: count }, (_, at) => `${section}.${at + 1}`),
  );
  expect(rows.map(({ id }) => id)).toEqual(all);
});

test('every requirement is shown by tests or pages that exist, or says why not', () => {
  const problems = rows.flatMap(({ id, shown }) => {
    if (/^(Not applicable|Open): ./.test(shown)) return [];
    const page = /^Documented: `([^`]+)`/.exec(shown)?.[1];
    if (page) return existsSync(join(root, page)) ? [] : [`${id}: there is no ${page}`];
    const named = [...shown.matchAll(/`([^`]+\.test\.ts)`: “([^”]+)”/g)];
    if (named.length === 0) return [`${id}: nothing shows it`];
    return named.flatMap(([, file = '', name = '']) => (hasTest(file, name) ? [] : [`${id}: ${file} has no test “${name}”`]));
  });
  expect(problems).toEqual([]);
});

function hasTest(file: string, name: string): boolean {
  const path = join(root, file);
  if (!existsSync(path)) return false;
  const text = readFileSync(path, 'utf8');
  return ["'", '"', '`'].some((quote) => text.includes(`(${quote}${name}${quote}`));
}

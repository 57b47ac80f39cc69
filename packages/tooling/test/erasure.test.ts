import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root, subgraphNames } from '../src/workspaces.ts';

const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Tables that name accounts in a column of their own. */
function tablesOf(subgraph: string): string[] {
  const tables = read(`subgraphs/${subgraph}/migrations/schema.sql`).split(/(?=create table )/i);
  return tables.flatMap((text) => {
    const name = /^create table \w+\.(\w+)/i.exec(text)?.[1];
    return name && /^ {2}account_id /m.test(text) ? [name] : [];
  });
}

/** Accounts takes them from the database's own list, so that no table can be forgotten. */
const others = subgraphNames.filter((name) => name !== 'accounts');

test.each(others)('what %s does on an erasure names every table of its that names accounts', (subgraph) => {
  const erasing = read(`subgraphs/${subgraph}/src/commands/erase-subject.ts`);
  expect(tablesOf(subgraph).filter((table) => !new RegExp(`\\b${table}\\b`).test(erasing))).toEqual([]);
});

test.each(subgraphNames)('a copy of data from %s has every table of its that names accounts, or says why not', (subgraph) => {
  const given = read(`subgraphs/${subgraph}/src/commands/exported-sections.ts`);
  expect(
    tablesOf(subgraph).filter((table) => !new RegExp(`\\b${subgraph}\\.${table}\\b|^// ${table}:`, 'm').test(given)),
  ).toEqual([]);
});

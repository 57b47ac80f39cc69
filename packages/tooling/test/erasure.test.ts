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

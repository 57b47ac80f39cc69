import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { brokenBy, deprecatedIn } from './operations-check.ts';

const before = buildSchema('type Query { me: Account } type Account { id: ID! name: String! }');
const after = buildSchema('type Query { me: Account } type Account { id: ID! displayName: String! }');
const operation = (name: string, body: string) => ({
  name,
  body,
  hash: name,
  partner: 'Acme',
  usage: { count: '0', lastUsedAt: null },
});
const operations = [operation('Id', 'query Id { me { id } }'), operation('Name', 'query Name { me { name id } }')];

test('a change breaks the operations that use what went away, and no others', () => {
  expect(brokenBy(before, operations)).toEqual([]);
  expect(brokenBy(after, operations)).toEqual([{ operation: operations[1], errors: [expect.stringContaining('"name"')] }]);
});

test('what will go away is told of operations that still work', () => {
  const aging = buildSchema('type Query { me: Account } type Account { id: ID! name: String! @deprecated(reason: "Use id.") }');
  expect(deprecatedIn(aging, operations)).toEqual([{ operation: operations[1], errors: [expect.stringContaining('Use id.')] }]);
  expect(deprecatedIn(after, operations)).toEqual([]);
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { costOf } from './cost.ts';
import { readCostModel } from './cost-model.ts';

// What the six subgraphs declare, composed: not assumptions of the gateway's.
const schemaFile = (name: string): string => readFileSync(join(import.meta.dirname, '../../../schema', name), 'utf8');
const schema = buildSchema(schemaFile('api.graphql'));
const model = readCostModel(schemaFile('supergraph.graphql'), schema);

function cost(source: string): number {
  const document = parse(source);
  expect(validate(schema, document)).toEqual([]);
  return costOf(schema, model, { document, operationName: null, variables: {} });
}

test.each([
  ['one object', '{ me { id email } }', 1],
  // The connection, and of each of 20 an edge and a node.
  ['a page of the default size', '{ disputes { edges { node { id } } } }', 1 + 20 * 2],
  ['a page of another size', '{ disputes(first: 100) { edges { node { id } } } }', 1 + 100 * 2],
  [
    'pages in a page',
    '{ accounts(first: 10) { edges { node { flags(last: 5) { edges { node { id } } } } } } }',
    1 + 10 * (2 + 11),
  ],
  ['what a row holds at most', '{ dispute(id: 1) { evidence { id submittedBy { id } } } }', 1 + 50 * 2],
  ['notes of a flag', '{ flag(id: 1) { notes { text } } }', 1 + 100],
  ['a count over all rows', '{ accountsSummary { total } }', 50],
  ['a count by status', '{ alertsSummary { count } }', 30],
  ['a proof of a row', '{ auditInclusionProof(index: 1) { proof } }', 20],
  ['a proof of many tiles', '{ auditProofBundle(index: 1) }', 50],
  ['a search', '{ accounts(first: 1, search: "a") { edges { node { id } } } }', 3 + 20],
  ['a change', 'mutation { withdrawDispute(input: { disputeId: 1, reason: "a" }) { __typename } }', 10 + 1],
  ['a password', 'mutation { login(input: { email: "a", password: "b" }) { __typename } }', 10 + 20],
])('%s', (_case, source, expected) => expect(cost(source)).toBe(expected));

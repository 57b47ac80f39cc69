import { buildSchema, parse, print, validate } from 'graphql';
import { expect, test } from 'vitest';
import { readLiveFields } from './live-fields.ts';
import { rereadOf } from './reread.ts';

const sdl = `
  directive @live(query: String!, types: [String!]!, key: String!) on FIELD_DEFINITION
  type Query { thing(id: ID!): Thing  other(id: ID!): Int  needy(id: ID!, more: Int!): Thing }
  type Subscription {
    thingChanged(thingId: ID, size: Int): Thing! @live(query: "thing", types: ["things.changed.v1"], key: "thingId")
    silent: Thing
  }
  type Thing { id: ID! name(short: Boolean): String parent: Thing }
`;
const apiSchema = buildSchema(sdl);
const supergraph = { apiSchema, liveFields: readLiveFields(sdl, apiSchema) };
const reread = (source: string, operationName: string | null = null) => rereadOf(supergraph, parse(source), operationName);

test('a subscription becomes the query that reads its selection, of one id', () => {
  const { document, idName, responseKey, isNonNull } = reread(
    'subscription Watch($t: ID, $s: Boolean) { thingChanged(thingId: $t) { id name(short: $s) } }',
  );
  expect(print(document)).toBe(
    'query Watch($s: Boolean, $liveId: ID!) {\n  thingChanged: thing(id: $liveId) {\n    id\n    name(short: $s)\n  }\n}',
  );
  expect({ idName, responseKey, isNonNull }).toEqual({ idName: 'liveId', responseKey: 'thingChanged', isNonNull: true });
});

test('aliases, fragments, repeated roots, name clashes and several operations are kept apart', () => {
  const source = `
    query Other { thing(id: 1) { id } }
    subscription Watch($liveId: Boolean) { ...root ... on Subscription { it: thingChanged { name(short: $liveId) } } }
    fragment root on Subscription { it: thingChanged { ...a } }
    fragment a on Thing { id parent { ...b } }
    fragment b on Thing { name }
    fragment unused on Thing { id }`;
  const { document, idName, responseKey } = reread(source, 'Watch');
  expect([idName, responseKey]).toEqual(['liveId_', 'it']);
  expect(validate(apiSchema, document)).toEqual([]);
  expect(print(document)).not.toMatch(/unused|Subscription|Other/);
  expect(print(document).match(/it: thing\(id: \$liveId_\)/g)).toHaveLength(2);
});

test('arguments filter by their coerced values, and absent ones do not', () => {
  const { filterOf } = reread('subscription ($t: ID = "d", $n: Int) { thingChanged(thingId: $t, size: $n) { id } }');
  expect([...filterOf({})]).toEqual([['thingId', 'd']]);
  expect([...filterOf({ t: 7, n: null })]).toEqual([['thingId', '7']]);
  expect(() => filterOf({ n: 'x' })).toThrow('$n');
});

test('the same document gives the same query, so plans and groups are found again', () => {
  const document = parse('subscription { thingChanged { id } }');
  expect(rereadOf(supergraph, document, null)).toBe(rereadOf(supergraph, document, null));
});

test('a field that is not live does not stream', () => {
  expect(() => reread('subscription { silent { id } }')).toThrow('does not stream');
});

test.each([
  ['nothing', 'there is no Query.nothing'],
  ['other', 'the same type'],
  ['needy', 'by `id` alone'],
])('a supergraph whose live field is read by %s is refused', (query, problem) => {
  const wrong = sdl.replace('query: "thing"', `query: "${query}"`);
  expect(() => readLiveFields(wrong, buildSchema(wrong))).toThrow(problem);
});

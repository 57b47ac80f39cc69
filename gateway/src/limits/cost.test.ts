import { buildSchema, getOperationAST, getVariableValues, type GraphQLSchema, parse, validate } from 'graphql';
import { describe, expect, test } from 'vitest';
import { supergraphOf } from '../../test/fixtures/compose.ts';
import { costOf } from './cost.ts';
import { readCostModel } from './cost-model.ts';

const sdl = /* GraphQL */ `
  directive @link(url: String, import: [String], as: String) repeatable on SCHEMA
  directive @cost(weight: Int!) on ARGUMENT_DEFINITION | ENUM | FIELD_DEFINITION | INPUT_FIELD_DEFINITION | OBJECT | SCALAR
  directive @listSize(
    assumedSize: Int
    slicingArguments: [String!]
    sizedFields: [String!]
    requireOneSlicingArgument: Boolean = true
  ) on FIELD_DEFINITION
  schema @link(url: "https://specs.apollo.dev/cost/v0.1", import: ["@listSize"]) {
    query: Query
    mutation: Mutation
  }
  type Query {
    one: Item
    count: Int
    items: [Item!]!
    top: [Item] @listSize(assumedSize: 3)
    some(first: Int, last: Int, max: Int = 4): [Item] @listSize(slicingArguments: ["first", "max"])
    paged(first: Int, last: Int, after: String): ItemConnection
    sized(first: Int): Bundle @listSize(slicingArguments: ["first"], sizedFields: ["items", "owners"])
    search(by: By, text: String @cost(weight: 5)): Item @cost(weight: 7)
    things: [Thing] @listSize(assumedSize: 2)
    found: Found
  }
  type Mutation {
    touch: Int
  }
  type Item {
    id: ID!
    owner: Owner
    heavy: String @cost(weight: 4)
    seal: Seal
    tags: [String!]
    items: [Item!] @listSize(assumedSize: 2)
  }
  type Owner @cost(weight: 6) {
    name: String
  }
  type Bundle {
    items: [Item]
    owners: [Owner]
    extra: [Item]
  }
  type ItemConnection {
    edges: [ItemEdge!]
    nodes: [Item!]
    total: Int
  }
  type ItemEdge {
    node: Item
  }
  interface Thing {
    name: String
    owner: Owner
  }
  type A implements Thing {
    name: String
    owner: Owner
    a: Item
  }
  type B implements Thing {
    name: String @cost(weight: 3)
    owner: Owner
    b: [Item]
  }
  union Found = A | B | Owner
  scalar Seal @cost(weight: 2)
  input By {
    id: ID @cost(weight: 3)
    or: [By!]
  }
`;
const schema: GraphQLSchema = buildSchema(sdl);
const model = readCostModel(sdl, schema);

function cost(text: string, raw: Record<string, unknown> = {}): number {
  const document = parse(text);
  expect(validate(schema, document)).toEqual([]);
  const definitions = getOperationAST(document)?.variableDefinitions ?? [];
  const { coerced = {} } = getVariableValues(schema, definitions, raw);
  return costOf(schema, model, { document, operationName: null, variables: coerced });
}

describe('an operation costs', () => {
  test.each<[string, string, number]>([
    ['nothing for values', '{ count __typename }', 0],
    ['one for an object', '{ one { id } }', 1],
    ['what types and fields weigh', '{ one { heavy seal owner { name } } }', 1 + 4 + 2 + 6],
    ['ten times for a list that says nothing', '{ items { id owner { name } } }', 10 * 7],
    ['the assumed size of a list', '{ top { items { id } } }', 3 * (1 + 2)],
    ['nothing more for lists of values', '{ one { tags } }', 1],
    ['the size that is asked for', '{ some(first: 2) { id } }', 4],
    ['the largest of the sizes', '{ some(first: 9) { id } }', 9],
    ['nothing for none', '{ some(first: 0, max: 0) { heavy } }', 0],
    ['never less than nothing', '{ some(first: -100, max: -1) { heavy } }', 0],
    ['a default page of a connection', '{ paged { total nodes { id } } }', 1 + 20],
    [
      'the page that is asked for, at each level',
      '{ paged(last: 5) { edges { node { owner { name } } } } }',
      1 + 5 * (1 + 1 + 6),
    ],
    [
      'for lists that take their size from above',
      '{ sized(first: 3) { items { id } owners { name } extra { id } } }',
      1 + 3 + 18 + 10,
    ],
    ['for arguments that are given', '{ search(text: "x", by: { id: 1, or: [{ id: 2 }, { id: 3 }] }) { id } }', 7 + 5 + 9],
    [
      'no more when a field is written twice',
      '{ one { owner { name } } one { owner { name } heavy } ...f } fragment f on Query { one { heavy } }',
      1 + 6 + 4,
    ],
    ['again under another name', '{ one { id } two: one { id } }', 2],
    ['what the costliest type of an interface does', '{ things { name } }', 2 * (1 + 3)],
    [
      'of an interface, the dearest of its fragments',
      '{ things { owner { name } ... on A { a { id } } ... on B { b { id } } } }',
      2 * (1 + 6 + 10),
    ],
    [
      'of a union, the dearest member',
      '{ found { ... on A { a { id } } ... on Thing { owner { name } } ... on Owner { name } } }',
      1 + 6 + 1,
    ],
    ['ten for a mutation', 'mutation { touch }', 10],
    ['nothing for introspection', '{ __schema { types { fields { name } } } }', 0],
  ])('%s', (_, text, expected) => expect(cost(text)).toBe(expected));

  test('what its variables ask for', () => {
    const text =
      'query ($n: Int = 50, $on: Boolean!, $by: By) { some(first: $n) { id heavy @include(if: $on) } search(by: $by) { id } }';
    expect(cost(text, { on: false })).toBe(50 + 7);
    expect(cost(text, { on: true, n: 5 })).toBe(5 * 5 + 7);
    expect(cost(text, { on: false, n: 5, by: { or: [{ id: '1' }] } })).toBe(5 + 7 + 3);
  });

  test('a sum that is found without walking every combination', () => {
    const nested = (depth: number): string =>
      depth === 0 ? 'name' : `... on A { a { id } } ... on B { b { id } } owner { name } ... on Thing { ${nested(depth - 1)} }`;
    expect(cost(`{ things { ${nested(40)} } }`)).toBeGreaterThan(10);
  });
});

test('directives are found under other names', () => {
  const renamed = sdl
    .replace('import: ["@listSize"]', 'as: "price"')
    .replaceAll('@cost(', '@price(')
    .replaceAll('@listSize', '@price__listSize');
  const { fields } = readCostModel(renamed, buildSchema(renamed));
  expect([fields.get('Item.heavy')?.weight, fields.get('Query.top')?.list?.assumed]).toEqual([4, 3]);
});

test('what federation composes of several subgraphs is read: of each weight the larger', () => {
  const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@cost", { name: "@listSize", as: "@size" }])`;
  const supergraph = supergraphOf([
    {
      name: 'a',
      sdl: `${link} type Query { all(first: Int): [Item!]! @size(slicingArguments: ["first"], assumedSize: 50) } type Item @key(fields: "id") { id: ID! name: String @shareable @cost(weight: 2) }`,
    },
    {
      name: 'b',
      sdl: `${link} type Item @key(fields: "id") @cost(weight: 3) { id: ID! name: String @shareable @cost(weight: 5) }`,
    },
  ]);
  const { fields } = readCostModel(
    supergraph,
    buildSchema('type Query { all(first: Int): [Item!]! } type Item { id: ID! name: String }'),
  );
  expect(fields.get('Query.all')).toMatchObject({ weight: 3, list: { assumed: 50, slicing: ['first'] } });
  expect(fields.get('Item.name')?.weight).toBe(5);
});

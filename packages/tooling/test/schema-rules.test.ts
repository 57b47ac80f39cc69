import { expect, test } from 'vitest';
import { schemaProblems } from '../src/schema-rules.ts';

const rest = `
  enum Colour { RED }
  scalar Time
  type Item { id: ID! names: [String!]! colours: [Colour!] times: [Time] }
  type ItemEdge { node: Item! }
  type ItemConnection { edges: [ItemEdge!]! }
`;
const problems = (fields: string): string[] => schemaProblems('shop', `type Shop { ${fields} } ${rest}`);
const edges = 'shop: ItemConnection.edges';
const paged = 'items(first: Int, last: Int): ItemConnection';

test('a list of objects says how long it gets; lists of values need not', () => {
  expect(schemaProblems('shop', 'type Shop { name: [String!]! } enum Colour { RED } type Item { colours: [Colour!] }')).toEqual(
    [],
  );
  expect(
    problems(
      `${paged} @listSize(slicingArguments: ["first", "last"], sizedFields: ["edges"]) best: [Item!]! @listSize(assumedSize: 3)`,
    ),
  ).toEqual([]);
  expect(problems(`${paged} @federation__listSize(sizedFields: ["edges"]) best: [Item]`)).toEqual([
    expect.stringMatching(/^shop: Shop\.best is a list of unknown size\..*ofAtMost\(50\)/),
  ]);
});

test('a page says which arguments size it', () => {
  expect(problems(paged)).toEqual([expect.stringContaining('shop: Shop.items is'), expect.stringContaining(`${edges} is`)]);
  expect(problems(`${paged} @listSize(assumedSize: 20)`)).toEqual([expect.stringContaining(`${edges} is`)]);
});

test('what the planner or the gateway does not do right is refused, and so is a root field that does not say who may ask', () => {
  expect(
    schemaProblems(
      'shop',
      'type Query { shop: ID } type Shop { a: ID @requires(fields: "b(c: 1)") d(e: ID @fromContext(field: "$f")): ID }',
    ),
  ).toEqual([
    expect.stringContaining('shop: Query.shop does not say who may ask.'),
    expect.stringContaining('shop: Shop.a uses @requires on a field with arguments.'),
    expect.stringContaining('shop: Shop.d uses @fromContext.'),
  ]);
});

test('a live field reads only what the contracts of its events hold', () => {
  const changed = (args: string): string[] =>
    schemaProblems('shop', `type Subscription { changed: ID @authenticated @live(query: "dispute", ${args}) }`);
  expect(changed('key: "disputeId", concerns: ["claimantId"], types: ["disputes.opened.v1"]')).toEqual([]);
  expect(changed('key: "dispute", concerns: ["buyerId"], types: ["disputes.opened.v1", "disputes.melted.v1"]')).toEqual([
    'shop: Subscription.changed reads dispute of disputes.opened.v1, whose contract has no such field.',
    'shop: Subscription.changed reads buyerId of disputes.opened.v1, whose contract has no such field.',
    'shop: Subscription.changed is signalled by disputes.melted.v1, which has no contract.',
  ]);
});

import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { bothOver } from './both.ts';
import { type Difference, differences } from './differences.ts';
import { type Fault, noFaults } from './faults.ts';
import { type Graph, graph, graphs } from './graphs.ts';
import { seenOfApollo, seenOfOurs } from './seen.ts';

interface Shown {
  readonly graph: Graph;
  readonly query: string;
  readonly variables?: Record<string, boolean>;
  /** By `Type.field`. */
  readonly faults?: Readonly<Record<string, Fault>>;
  readonly down?: string;
  readonly apollo: string;
  readonly ours: string;
}

const named = (name: string): Graph => graphs.find((one) => one.name.startsWith(name))!;

const sizes = graph('sizes', {
  library: `type Query { shelf: [Medium!]! } interface Medium { id: ID! size: Int }
    type Book implements Medium @key(fields: "id") { id: ID! size: Int! @shareable } type Film implements Medium @key(fields: "id") { id: ID! size: Int }`,
  archive: `type Query { kept: Book } type Book @key(fields: "id") { id: ID! size: Int @shareable }`,
});

const shown: Record<Difference, Shown> = {
  toldBesideErrors: {
    graph: named('entities along'),
    query: '{ order { note { text } weight } }',
    faults: { 'Note.text': 'error', 'Order.weight': 'null' },
    apollo: '{"data":{"order":null},"errors":["FAILED order.note.text"]}',
    ours: '{"data":{"order":null},"errors":["FAILED order.note.text","INVALID_SUBGRAPH_VALUE order.weight"]}',
  },
  failuresHavePlaces: {
    graph: named('entities along'),
    query: '{ order { reviews { text } } }',
    down: 'reviews',
    apollo: '{"data":{"order":{"reviews":null}},"errors":["SUBGRAPH_UNAVAILABLE "]}',
    ours: '{"data":{"order":{"reviews":null}},"errors":["SUBGRAPH_UNAVAILABLE order"]}',
  },
  entitiesAreCountedAsAsked: {
    graph: graph('a list of both', {
      shelves: `type Query { all: [Found!] } union Found = Book | Film type Book @key(fields: "id") { id: ID! } type Film @key(fields: "id") { id: ID! }`,
      ratings: 'type Film @key(fields: "id") { id: ID! stars: Int }',
    }),
    query: '{ all { __typename ... on Film { stars } } }',
    faults: { 'Film.stars': 'error' },
    apollo:
      '{"data":{"all":[{"__typename":"Film","stars":null},{"__typename":"Book"},{"__typename":"Film","stars":null}]},"errors":["FAILED all.0.stars","FAILED all.1.stars"]}',
    ours: '{"data":{"all":[{"__typename":"Film","stars":null},{"__typename":"Book"},{"__typename":"Film","stars":null}]},"errors":["FAILED all.0.stars","FAILED all.2.stars"]}',
  },
  wrongShapesAreNull: {
    graph: named('entities along'),
    query: '{ order { id parcels { code } } }',
    faults: { 'Order.parcels': 'shapeless' },
    apollo: '{"errors":["undefined "]}',
    ours: '{"data":{"order":{"id":"k0","parcels":null}},"errors":["INVALID_SUBGRAPH_VALUE order.parcels"]}',
  },
  emptyIsNotMissing: {
    graph: sizes,
    query: '{ shelf { ... on Book { size } ... on Film { size } } }',
    faults: { 'Film.size': 'zero' },
    apollo: '{"data":{"shelf":[{"size":null}]},"errors":[]}',
    ours: '{"data":{"shelf":[{"size":0}]},"errors":[]}',
  },
  narrowerPromisesHold: {
    graph: graph('pages', {
      library: `type Query { one: Medium } interface Medium { pages: Int } type Book implements Medium { pages: Int! }`,
    }),
    query: '{ one { pages } }',
    faults: { 'Book.pages': 'null' },
    apollo: '{"data":{"one":{"pages":null}},"errors":[]}',
    ours: '{"data":{"one":null},"errors":["INVALID_SUBGRAPH_VALUE one.pages"]}',
  },
  typesAreKept: {
    graph: named('objects for'),
    query: '{ things { ...F @include(if: false) ...F } } fragment F on Rug { __typename notes }',
    apollo: '{"data":{"things":[{},{},{}]},"errors":[]}',
    ours: '{"data":{"things":[{"__typename":"Rug","notes":["notes 638","notes 800","notes 614"]},{},{}]},"errors":[]}',
  },
  inputsAreNotConditional: {
    graph: named('fields that are computed'),
    query: 'query ($c: Boolean!) { item { postage price @skip(if: $c) } }',
    variables: { c: true },
    apollo: '{"data":{"item":{"postage":null}},"errors":[]}',
    ours: '{"data":{"item":{"postage":616}},"errors":[]}',
  },
  conditionsArePlanned: {
    graph: named('objects for'),
    query: `query ($c: Boolean!) { things { ... on Lamp { about { about { about { ...F @skip(if: $c) ...F } } } } } }
      fragment F on Lamp { ... @skip(if: $c) { name } }`,
    variables: { c: false },
    apollo: '{"errors":["undefined "]}',
    ours: '{"data":{"things":[{},{"about":{"about":{"about":{"name":"name 851"}}}},{"about":{"about":{"about":{"name":"name 838"}}}}]},"errors":[]}',
  },
  clientsOrder: {
    graph: named('entities along'),
    query: '{ order { ... { weight } id ... { phone } } }',
    apollo: '{"data":{"order":{"weight":685,"phone":"phone 761","id":"k0"}},"errors":[]}',
    ours: '{"data":{"order":{"weight":685,"id":"k0","phone":"phone 761"}},"errors":[]}',
  },
};

test.each(Object.keys(differences) as Difference[])('%s', async (name) => {
  const { graph: over, query, variables = {}, faults = {}, down, ...expected } = shown[name];
  const both = await bothOver(over);
  const { apollo, ours } = await both.run(parse(query), variables, {
    asItStands: true,
    faults: (subgraph) => ({
      ...noFaults,
      isDown: subgraph === down,
      field: (type, _, field) => faults[`${type}.${field}`] ?? 'none',
    }),
  });
  const told = { apollo: JSON.stringify(seenOfApollo(apollo)), ours: JSON.stringify(seenOfOurs(ours)) };
  expect(told, differences[name]).toEqual(expected);
  expect(told.ours).not.toBe(told.apollo);
});

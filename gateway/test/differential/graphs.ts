import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';

export interface Graph {
  readonly name: string;
  readonly subgraphs: readonly { readonly name: string; readonly sdl: string }[];
  readonly supergraph: string;
}

const links = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external", "@provides", "@requires", "@override", "@interfaceObject", "@inaccessible"])\n`;

/** Composes a graph of types by subgraph. */
export function graph(name: string, parts: Readonly<Record<string, string>>): Graph {
  const subgraphs = Object.entries(parts).map(([part, types]) => ({ name: part, sdl: links + types }));
  const typeDefs = subgraphs.map((one) => ({ name: one.name, url: `http://${one.name}`, typeDefs: parse(one.sdl) }));
  const { supergraphSdl, errors } = composeServices(typeDefs);
  if (!supergraphSdl) throw new AggregateError(errors ?? [], `${name}: ${errors?.map(String).join('\n')}`);
  return { name, subgraphs, supergraph: supergraphSdl };
}

const schema = join(import.meta.dirname, '../../../schema');
const projectParts = ['accounts', 'trust', 'admin', 'audit', 'disputes', 'notifications'];

/** The project's own. */
const project: Graph = {
  name: 'the project’s graph',
  subgraphs: projectParts.map((name) => ({ name, sdl: readFileSync(join(schema, `subgraphs/${name}.graphql`), 'utf8') })),
  supergraph: readFileSync(join(schema, 'supergraph.graphql'), 'utf8'),
};

/** What the conformance tests try one by one, as wholes in which it meets. */
export const graphs: readonly Graph[] = [
  project,
  graph('entities along chains, found by several keys', {
    orders: `type Query { orders: [Order!]! order(id: ID): Order strict: Order! } type Mutation { open(id: ID): Order close: Order }
      type Order @key(fields: "id") { id: ID! state: State lines: [[Line!]] note: Note @shareable }
      type Line { item: Item! count: Int! } type Item @key(fields: "sku") { sku: ID! } type Note @shareable { text: String by: String }
      enum State { OPEN PAID GONE @inaccessible }`,
    shipping: `type Query { parcels: [Parcel] } type Mutation { send: Parcel }
      type Order @key(fields: "id") { id: ID! parcel: Parcel parcels: [Parcel!] weight: Int! note: Note @shareable } type Note @shareable { text: String by: String }
      type Parcel @key(fields: "code") { code: ID! carrier: Carrier second: Carrier! } type Carrier @key(fields: "name") { name: ID! }`,
    catalog: `type Item @key(fields: "sku") @key(fields: "upc") { sku: ID! upc: ID! title(lang: String = "en"): String! related: [Item] maker: Carrier }
      type Carrier @key(fields: "name") { name: ID! }`,
    reviews: `type Item @key(fields: "upc") { upc: ID! stars: Int reviews: [Review!] } type Review { text: String! item: Item order: Order }
      type Order @key(fields: "id") { id: ID! reviews: [Review] }`,
    phones: `type Carrier @key(fields: "name") { name: ID! phone: String branches: [Carrier] } type Order @key(fields: "id") { id: ID! phone: String }`,
  }),
  graph('abstract types', {
    library: `type Query { shelf: [Medium!]! found: [Found!] one: Medium strict: Found! }
      interface Medium { id: ID! title: String! next: Medium } union Found = Book | Author | Film
      type Book implements Medium @key(fields: "id") { id: ID! title: String! next: Medium pages: Int author: Author }
      type Film implements Medium @key(fields: "id") { id: ID! title: String! next: Medium minutes: Int secret: Int @inaccessible }
      type Author @key(fields: "name") { name: ID! works: [Medium] }`,
    ratings: `interface Medium { id: ID! stars: Int } type Book implements Medium @key(fields: "id") { id: ID! stars: Int fans: [Author] }
      type Film implements Medium @key(fields: "id") { id: ID! stars: Int } type Author @key(fields: "name") { name: ID! fans: Int best: Medium }`,
  }),
  graph('objects for interfaces', {
    things: `type Query { things: [Thing!]! thing: Thing } interface Thing @key(fields: "id") { id: ID! name: String beside: Thing }
      type Lamp implements Thing @key(fields: "id") { id: ID! name: String beside: Thing watts: Int }
      type Rug implements Thing @key(fields: "id") { id: ID! name: String beside: Thing size: Int! }`,
    notes: `type Query { noted: [Thing] } type Thing @interfaceObject @key(fields: "id") { id: ID! notes: [String!]! about: Thing }`,
  }),
  graph('fields that are computed from others', {
    catalog: `type Query { items: [Item!]! item: Item } type Item @key(fields: "id") { id: ID! weight: Int size: Size cost: Int @inaccessible next: Item }
      type Size @shareable { width: Int height: Int } extend type Item { mass(unit: Unit = G): Int } enum Unit { G LB }`,
    shipping: `type Item @key(fields: "id") { id: ID! weight: Int @external size: Size @external cost: Int @external
        mass(unit: Unit = G): Int @external freight: Int @requires(fields: "mass(unit: LB)")
        postage: Int @requires(fields: "weight size { width height }") label: String @requires(fields: "weight") price: Int @requires(fields: "cost") }
      type Size @shareable { width: Int height: Int } enum Unit { G LB }`,
    insurance: `type Item @key(fields: "id") { id: ID! postage: Int @external premium: Int! @requires(fields: "postage") }`,
  }),
  graph('keys within keys, and provided fields', {
    teams: `type Query { seats: [Seat!] } type Seat @key(fields: "team { id league { code } } number") { team: Team! number: Int! owner: Person @provides(fields: "name") }
      type Team @shareable { id: ID! league: League! } type League @shareable { code: String! } type Person @key(fields: "id") { id: ID! name: String @external }`,
    people: `type Query { people: [Person] } type Seat @key(fields: "team { id league { code } } number") { team: Team! number: Int! holder: Person }
      type Team @shareable { id: ID! league: League! } type League @shareable { code: String! }
      type Person @key(fields: "id") { id: ID! name: String @shareable friends: [Person!] constructor: String }`,
  }),
  graph('fields that were taken over, and other keys in each subgraph', {
    old: `type Query { bills: [Bill!] bill(id: ID): Bill }
      type Bill @key(fields: "id") @key(fields: "number { seriesCode ordinal }") { id: ID! number: Number! total: Int note: String payer: Payer }
      type Number @shareable { seriesCode: String! ordinal: Int! } type Payer @key(fields: "id") { id: ID! name: String @shareable }`,
    fresh: `type Bill @key(fields: "number { seriesCode ordinal }") { number: Number! total: Int @override(from: "old") lines: [Line!]! }
      type Number @shareable { seriesCode: String! ordinal: Int! } type Line { payers: [Payer] @provides(fields: "name") sums: [[Int]!] }
      type Payer @key(fields: "id") { id: ID! name: String @external }`,
    people: `type Payer @key(fields: "id") { id: ID! name: String @shareable born: Int bills: [Bill] } type Bill @key(fields: "id", resolvable: false) { id: ID! }`,
  }),
  graph('names that every object inherits, scalars of its own, lists of lists', {
    things: `scalar Free scalar Instant enum Level { LOW HIGH @inaccessible toString }
      type Query { things(filter: Free): [[Thing!]!] thing: Thing toString: Thing! constructor: [Thing] grid: [[[Level]]] free: Free hasOwnProperty: Int }
      type Mutation { toString(valueOf: Int): Thing constructor: [Level!] }
      type Thing @key(fields: "id") { id: ID! constructor: Thing toString: String! hasOwnProperty: [Free!] levels: [[Level!]!] at: Instant free: Free! isPrototypeOf: Thing }`,
    others: `scalar Instant enum Level { LOW HIGH @inaccessible toString } type Mutation { valueOf(toString: Instant): Thing }
      type Thing @key(fields: "id") { id: ID! valueOf: Thing propertyIsEnumerable: Int! heights: [[Level]] toLocaleString(constructor: Int): [[Thing]] }`,
  }),
];

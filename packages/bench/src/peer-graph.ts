import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLSchema, parse } from 'graphql';

const links = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.5",
  import: ["@key", "@external", "@requires", "@requiresScopes"])\n`;

/** A shop in four subgraphs that need each other's entities: the shape on which gateways differ most. */
const parts: Readonly<Record<string, string>> = {
  people: 'type Query { people: [Person!]! } type Person @key(fields: "id") { id: ID! name: String handle: String }',
  goods: `type Query { goods: [Item!]! shelf(first: Int!): [Item!]! item(sku: ID!): Item }
    type Item @key(fields: "sku") { sku: ID! name: String price: Int weight: Int }`,
  stock: `type Query { open: Boolean } type Item @key(fields: "sku") {
      sku: ID! price: Int @external weight: Int @external inStock: Boolean shipping: Int @requires(fields: "price weight") }`,
  reviews: `type Query { review(id: ID!): Review } type Mutation { praise(item: ID!, text: String!): Review! }
    type Review @key(fields: "id") { id: ID! text: String item: Item author: Person }
    type Person @key(fields: "id") { id: ID! reviews: [Review] }
    type Item @key(fields: "sku") { sku: ID! stars: Int reviews: [Review] }`,
};

/** The names of its subgraphs. */
export const shopParts: readonly string[] = Object.keys(parts);

/** What needs a right in the guarded shop. JavaScript gateways of others load no graph that asks for any. */
const guarded =
  /(?:people|goods|reviews): \[\w+!?\]!?|(?:shelf|item|review)\(\w+: \w+!\): [[\w!\]]+|praise\([^)]*\): Review!|handle: String/g;

/** The shop composed. @param urls where each subgraph answers, by name */
export function shopSupergraph(urls: Readonly<Record<string, string>>, isGuarded = false): string {
  const services = Object.entries(parts).map(([name, sdl]) => {
    const typeDefs = parse(links + (isGuarded ? sdl.replace(guarded, '$& @requiresScopes(scopes: [["shop:read"]])') : sdl));
    return { name, url: urls[name] ?? '', typeDefs };
  });
  const { supergraphSdl, errors } = composeServices(services);
  if (!supergraphSdl) throw new AggregateError(errors ?? [], 'The shop does not compose.');
  return supergraphSdl;
}

type Row = Readonly<Record<string, unknown>>;

const [personCount, itemCount, reviewCount] = [6, 9, 24];
const upTo = <Made>(count: number, made: (at: number) => Made): Made[] => Array.from({ length: count }, (_, at) => made(at));

const personOf = (id: number): Row => ({ __typename: 'Person', id, name: `Person ${id}`, handle: `@person-${id}` });
const itemOf = (sku: number): Row => ({
  __typename: 'Item',
  sku,
  name: `Item ${sku}`,
  price: 100 + (sku % 900),
  weight: 10 + (sku % 90),
});
const stockOf = ({ sku, price, weight }: Row): Row => ({
  __typename: 'Item',
  sku,
  inStock: Number(sku) % 3 > 0,
  shipping: Number(price) > 1000 ? 0 : Math.floor(Number(weight) / 2),
});
const reviewOf = (id: number): Row => ({
  __typename: 'Review',
  id,
  text: `Review ${id}: came on time, as described, would buy again.`,
  author: () => personReviews(id % personCount),
  item: () => itemReviews(id % itemCount),
});
const reviewsWhere = (holds: (id: number) => boolean): Row[] =>
  upTo(reviewCount, (id) => id)
    .filter((id) => holds(id))
    .map(reviewOf);
const personReviews = (id: number): Row => ({
  __typename: 'Person',
  id,
  reviews: () => reviewsWhere((each) => each % personCount === id),
});
const itemReviews = (sku: number): Row => ({
  __typename: 'Item',
  sku,
  stars: 1 + (sku % 5),
  reviews: () => reviewsWhere((each) => each % itemCount === sku),
});

const found = (read: (key: number) => Row, key: string) => ({
  __resolveReference: (reference: Row) => read(Number(reference[key])),
});

const resolvers: Readonly<Record<string, Record<string, object>>> = {
  people: { Query: { people: () => upTo(personCount, personOf) }, Person: found(personOf, 'id') },
  goods: {
    Query: {
      goods: () => upTo(itemCount, itemOf),
      shelf: (_: unknown, { first }: { first: number }) => upTo(first, itemOf),
      item: (_: unknown, { sku }: { sku: string }) => itemOf(Number(sku)),
    },
    Item: found(itemOf, 'sku'),
  },
  stock: { Item: { __resolveReference: stockOf } },
  reviews: {
    Mutation: {
      praise: (_: unknown, { item, text }: { item: string; text: string }) => ({
        ...reviewOf(Number(item)),
        text,
        item: itemReviews(Number(item)),
      }),
    },
    Review: found(reviewOf, 'id'),
    Person: found(personReviews, 'id'),
    Item: found(itemReviews, 'sku'),
  },
};

/** One subgraph of the shop, answering from memory. */
export function shopSchema(name: string): GraphQLSchema {
  return buildSubgraphSchema({ typeDefs: parse(links + (parts[name] ?? '')), resolvers: (resolvers[name] ?? {}) as never });
}

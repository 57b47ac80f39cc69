import { createHash } from 'node:crypto';

/** One kind of traffic. */
export interface Shape {
  readonly name: string;
  /** Request bodies, sent one after the other and again. */
  readonly bodies: readonly string[];
  /** How many are under way at once. */
  readonly connections: number;
}

const deep = `
  fragment P on Person { id name handle }
  fragment R on Review { id text }
  fragment I on Item { sku name price weight inStock shipping }
  fragment Past on Person { ...P reviews { ...R item { ...I } } }
  query Deep {
    people { ...P reviews { ...R item { ...I reviews { ...R author { ...Past } } } } }
    goods { ...I reviews { ...R author { ...Past } } }
  }`;
const shelf = 'query Shelf($first: Int!) { shelf(first: $first) { sku name price weight inStock shipping stars } }';
const praise = `mutation Praise($item: ID!, $text: String!) {
    praise(item: $item, text: $text) { id text author { id name } item { sku name price inStock } } }`;
const tiny = (at: number): string =>
  at % 2
    ? `query Tiny${at} { item(sku: "${at}") { sku name price } }`
    : `query Tiny${at} { item(sku: "${at}") { name inStock stars } }`;

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What every gateway knows by its hash, before it is asked. */
export const registered: Readonly<Record<string, string>> = Object.fromEntries(
  Array.from({ length: 200 }, (_, at) => [hashOf(tiny(at)), tiny(at)]),
);

/** By hash, as all of these gateways understand it (Apollo's persisted queries, version 1). */
const byHash = (sha256Hash: string): string => JSON.stringify({ extensions: { persistedQuery: { version: 1, sha256Hash } } });

const body = (query: string, variables: object = {}): string => JSON.stringify({ query, variables });

/** Where gateways differ: much from little, much from much, little from much, and what must keep its order. */
export const shapes: readonly Shape[] = [
  { name: 'deep, few entities, four subgraphs', bodies: [body(deep)], connections: 50 },
  { name: 'a list of 10,000 distinct entities', bodies: [body(shelf, { first: 10_000 })], connections: 4 },
  { name: '200 tiny known operations', bodies: Array.from({ length: 200 }, (_, at) => body(tiny(at))), connections: 50 },
  { name: '200 tiny registered operations, by hash', bodies: Object.keys(registered).map(byHash), connections: 50 },
  { name: 'a mutation', bodies: [body(praise, { item: '7', text: 'As described.' })], connections: 50 },
];

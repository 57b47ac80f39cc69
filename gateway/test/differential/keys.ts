import { type DirectiveNode, type GraphQLNamedType, type GraphQLObjectType, Kind } from 'graphql';
import type { Json } from '../fixtures/json.ts';

export const isRoot = ({ name }: GraphQLObjectType): boolean => name === 'Query' || name === 'Mutation';

const keys = new WeakMap<GraphQLNamedType, ReadonlySet<string>>();

/** Whether a field is part of a key: its value then tells which object it is. Value types within keys take their parent's number. */
export function isKey(type: GraphQLNamedType, field: string): boolean {
  const known = keys.get(type) ?? new Set(keyFields(type));
  keys.set(type, known);
  return known.has(field) || valueKeys.has(field);
}

/** Of types that are no entities, but part of keys in the graphs of these tests. */
const valueKeys: ReadonlySet<string> = new Set(['league', 'code', 'sku', 'upc', 'seriesCode', 'ordinal']);

/** In a subgraph, and in a supergraph. */
const keyDirectives: ReadonlySet<string> = new Set(['key', 'federation__key', 'join__type']);

function keyFields({ astNode, extensionASTNodes }: GraphQLNamedType): string[] {
  const directives = [astNode, ...extensionASTNodes].flatMap((node): readonly DirectiveNode[] => node?.directives ?? []);
  return directives
    .filter(({ name }) => keyDirectives.has(name.value))
    .flatMap(({ arguments: given = [] }) => given.filter(({ name }) => name.value === 'fields' || name.value === 'key'))
    .flatMap(({ value }) => (value.kind === Kind.STRING ? (value.value.match(/\w+/g) ?? []) : []));
}

/** The number that a representation's key tells; what else it holds tells nothing. */
export function numberIn(representation: Json, isOfKey: (name: string) => boolean): number {
  for (const [name, value] of Object.entries(representation)) {
    if (!isOfKey(name)) continue;
    if (typeof value === 'number') return value;
    if (typeof value === 'string' && /^k\d+$/.test(value)) return Number(value.slice(1));
    if (typeof value === 'object' && value !== null) {
      const inner = numberIn(value, (inner) => inner !== '__typename');
      if (inner >= 0) return inner;
    }
  }
  return -1;
}

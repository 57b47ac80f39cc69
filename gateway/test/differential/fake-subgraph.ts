import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLFormattedError,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  parse,
  type SelectionSetNode,
  valueFromASTUntyped,
} from 'graphql';
import type { SubgraphAnswer, SubgraphRequest } from '../../src/data-source.ts';
import type { Json } from '../fixtures/json.ts';

export type Fault = 'none' | 'error' | 'null' | 'missing' | 'wrong';

/** What goes wrong in a subgraph, decided by what is asked alone, so that it goes wrong for whoever asks. */
export interface Faults {
  readonly isDown: boolean;
  field(type: string, n: number, field: string): Fault;
  entityIsNull(type: string, n: number): boolean;
}

export const noFaults: Faults = { isDown: false, field: () => 'none', entityIsNull: () => false };

/** A number that is the same for equal parts, in every subgraph and run. */
export function hashOf(...parts: unknown[]): number {
  let hash = 2_166_136_261;
  for (const character of JSON.stringify(parts)) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16_777_619);
  return (hash ^ (hash >>> 15)) >>> 0;
}

/** An object is known by its type and a small number; an entity's keys tell the number. */
interface Thing {
  readonly type: GraphQLObjectType;
  readonly n: number;
  /** The representation it was found by. */
  readonly given: Json;
}

/**
 * A subgraph that answers any operation with values that depend on nothing but the object, the field, its arguments and what it
 * requires. It keeps to its schema only as far as its faults let it.
 */
export function fakeSubgraph(sdl: string, faults: () => Faults): (request: SubgraphRequest) => SubgraphAnswer {
  const schema = buildSubgraphSchema({ typeDefs: parse(sdl) });
  return (request) =>
    faults().isDown
      ? { errors: [{ message: 'It is down.', extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }] }
      : new Answering(schema, request, faults()).answer();
}

/** A null that its parent must take over. */
const bubble = Symbol('null where none is allowed');
const missing = Symbol('left out');

class Answering {
  readonly #schema: GraphQLSchema;
  readonly #document: ReturnType<typeof parse>;
  readonly #variables: Json;
  readonly #faults: Faults;
  readonly #errors: GraphQLFormattedError[] = [];

  constructor(schema: GraphQLSchema, { query, variables = {} }: SubgraphRequest, faults: Faults) {
    this.#schema = schema;
    this.#document = parse(query, { noLocation: true });
    this.#variables = variables;
    this.#faults = faults;
  }

  answer(): SubgraphAnswer {
    const operation = this.#document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
    if (!operation) throw new Error('There is nothing to answer.');
    const root = this.#schema.getRootType(operation.operation);
    if (!root) throw new Error(`There is no ${operation.operation}.`);
    const data = this.#object({ type: root, n: 0, given: {} }, [operation.selectionSet], []);
    return {
      data: data === bubble ? null : (data as Json),
      ...(this.#errors.length > 0 && { errors: this.#errors }),
    };
  }

  #object(thing: Thing, sets: readonly SelectionSetNode[], path: (string | number)[]): unknown {
    const result: Json = {};
    for (const [key, nodes] of this.#collect(thing.type, sets, new Map())) {
      const value = this.#field(thing, nodes, [...path, key]);
      if (value === bubble) return bubble;
      if (value !== missing) Object.defineProperty(result, key, { value, enumerable: true, configurable: true, writable: true });
    }
    return result;
  }

  #field(thing: Thing, nodes: readonly FieldNode[], path: (string | number)[]): unknown {
    const [node] = nodes;
    const name = node!.name.value;
    if (name === '__typename') return thing.type.name;
    const args = this.#args(node!);
    const field = thing.type.getFields()[name]!;
    if (name === '_entities')
      return args['representations'].map((one: Json, at: number) => this.#entity(one, nodes, [...path, at]));
    const isRead = Object.hasOwn(thing.given, name) && Object.keys(args).length === 0 && !node!.selectionSet;
    if (isRead) return thing.given[name];
    const fault = isKey(thing.type, name) ? 'none' : this.#faults.field(thing.type.name, thing.n, name);
    if (fault === 'missing') return missing;
    if (fault === 'null') return null;
    if (fault === 'error') {
      this.#errors.push({ message: `${thing.type.name}.${name} failed.`, path, extensions: { code: 'FAILED' } });
      return isNonNullType(field.type) ? bubble : null;
    }
    const requires = field.astNode?.directives?.some((one) => one.name.value.endsWith('requires')) ? thing.given : null;
    const parts = [thing.type.name, isRoot(thing.type) ? 0 : thing.n, name, args, requires];
    return this.#value(field.type, { thing, name, parts, nodes, isWrong: fault === 'wrong' }, path);
  }

  #value(type: GraphQLOutputType, at: At, path: (string | number)[]): unknown {
    if (isNonNullType(type)) return this.#value(type.ofType, at, path) ?? bubble;
    const value = this.#nullable(type, at, path);
    return value === bubble ? null : value;
  }

  #nullable(type: GraphQLOutputType, at: At, path: (string | number)[]): unknown {
    const hash = hashOf(at.parts);
    if (isListType(type)) {
      const items = Array.from({ length: hash % 4 }, (_, index) =>
        this.#value(type.ofType, { ...at, parts: [at.parts, index] }, [...path, index]),
      );
      return items.includes(bubble) ? bubble : items;
    }
    const key = isKey(at.thing.type, at.name);
    if (isObjectType(type) || isAbstractType(type)) {
      const n = key ? at.thing.n : hash % 4;
      const sets = at.nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
      return this.#object({ type: this.#concrete(type, n), n, given: {} }, sets, path);
    }
    if (at.isWrong) return { wrong: hash };
    if (isEnumType(type)) return type.getValues()[hash % type.getValues().length]?.name;
    switch (type.toString()) {
      case 'Int':
        return key ? at.thing.n : hash % 1000;
      case 'Float':
        return (hash % 1000) / 8;
      case 'Boolean':
        return hash % 2 === 0;
      case 'ID':
        return key || at.name === 'id' || hash % 2 ? `k${at.thing.n}` : at.thing.n;
      case 'String':
        return key ? `k${at.thing.n}` : `${at.name} ${hash % 1000}`;
      default:
        return hash % 2 ? `scalar ${hash % 1000}` : { a: [hash % 10, null], __typename: 'Free' };
    }
  }

  #entity(representation: Json, nodes: readonly FieldNode[], path: (string | number)[]): unknown {
    const n = numberIn(representation);
    const declared = this.#schema.getType(representation['__typename']);
    if (!isObjectType(declared) && !isAbstractType(declared)) throw new Error('A representation of nothing.');
    if (n < 0) return null;
    const type = this.#concrete(declared, n);
    if (this.#faults.entityIsNull(type.name, n)) return null;
    const thing = { type, n, given: representation };
    const value = this.#object(
      thing,
      nodes.flatMap(({ selectionSet }) => selectionSet ?? []),
      path,
    );
    return value === bubble ? null : value;
  }

  #concrete(type: GraphQLOutputType, n: number): GraphQLObjectType {
    if (isObjectType(type)) return type;
    if (!isAbstractType(type)) throw new Error('This is no object.');
    const possible = this.#schema.getPossibleTypes(type).toSorted((one, other) => (one.name < other.name ? -1 : 1));
    return possible[n % possible.length]!;
  }

  #args(node: FieldNode): Json {
    const entries = (node.arguments ?? []).map((one) => [one.name.value, valueFromASTUntyped(one.value, this.#variables)]);
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
  }

  #collect(type: GraphQLObjectType, sets: readonly SelectionSetNode[], into: Map<string, FieldNode[]>): Map<string, FieldNode[]> {
    for (const node of sets.flatMap(({ selections }) => selections)) {
      const isOut = (node.directives ?? []).some(
        ({ name, arguments: given }) => valueFromASTUntyped(given![0]!.value, this.#variables) !== (name.value === 'include'),
      );
      if (isOut) continue;
      if (node.kind === Kind.FIELD) {
        const key = node.alias?.value ?? node.name.value;
        into.set(key, [...(into.get(key) ?? []), node]);
        continue;
      }
      const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : this.#fragment(node.name.value);
      const condition = fragment.typeCondition && this.#schema.getType(fragment.typeCondition.name.value);
      const applies = !condition || condition === type || (isAbstractType(condition) && this.#schema.isSubType(condition, type));
      if (applies) this.#collect(type, [fragment.selectionSet], into);
    }
    return into;
  }

  #fragment(name: string): FragmentDefinitionNode {
    return this.#document.definitions.find(
      (node): node is FragmentDefinitionNode => node.kind === Kind.FRAGMENT_DEFINITION && node.name.value === name,
    )!;
  }
}

interface At {
  readonly thing: Thing;
  readonly name: string;
  readonly parts: unknown[];
  readonly nodes: readonly FieldNode[];
  readonly isWrong: boolean;
}

const isRoot = ({ name }: GraphQLObjectType): boolean => name === 'Query' || name === 'Mutation';

const keys = new WeakMap<GraphQLObjectType, ReadonlySet<string>>();

/** Whether a field is part of a key: its value then tells which object it is. Value types within keys take their parent's number. */
function isKey(type: GraphQLObjectType, field: string): boolean {
  const known = keys.get(type) ?? new Set(keyFields(type));
  keys.set(type, known);
  return known.has(field) || valueKeys.has(field);
}

/** Of types that are no entities, but part of keys in the graphs of these tests. */
const valueKeys: ReadonlySet<string> = new Set(['league', 'code', 'sku', 'upc']);

function keyFields({ astNode, extensionASTNodes }: GraphQLObjectType): string[] {
  const directives = [astNode, ...extensionASTNodes].flatMap((node) => node?.directives ?? []);
  return directives
    .filter(({ name }) => name.value === 'key' || name.value === 'federation__key')
    .flatMap(({ arguments: given = [] }) => given.filter(({ name }) => name.value === 'fields'))
    .flatMap(({ value }) => (value.kind === Kind.STRING ? (value.value.match(/\w+/g) ?? []) : []));
}

/** The number that a key tells. */
function numberIn(representation: Json): number {
  for (const [name, value] of Object.entries(representation)) {
    if (name === '__typename') continue;
    if (typeof value === 'number') return value;
    if (typeof value === 'string' && /^k\d+$/.test(value)) return Number(value.slice(1));
    if (typeof value === 'object' && value !== null) {
      const inner = numberIn(value);
      if (inner >= 0) return inner;
    }
  }
  return -1;
}

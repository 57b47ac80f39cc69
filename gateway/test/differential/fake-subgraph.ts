import { buildSubgraphSchema } from '@apollo/subgraph';
import { typeTag } from '@praetor/authorization/type-tag';
import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLFormattedError,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  buildASTSchema,
  Kind,
  parse,
  type SelectionSetNode,
  valueFromASTUntyped,
} from 'graphql';
import type { SubgraphAnswer, SubgraphRequest } from '../../src/data-source.ts';
import type { Json } from '../fixtures/json.ts';
import { type Fault, type Faults, hashOf, noFaults } from './faults.ts';
import { isKey, isRoot, numberIn } from './keys.ts';

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
  return (request) => new Answering(schema, request, faults(), false).answer();
}

/**
 * The same values as all subgraphs of a supergraph have together, hidden ones too: what is right, whoever plans and asks. Objects tell
 * their type under `typeTag`, which is not enumerated.
 */
export function fakeWhole(supergraph: string): (request: SubgraphRequest) => SubgraphAnswer {
  const schema = buildASTSchema(parse(supergraph, { noLocation: true }), { assumeValid: true });
  return (request) => new Answering(schema, request, noFaults, true).answer();
}

/** The `__typename` within what a custom scalar holds: it says nothing. */
export const free = 'Free';

/** A null that its parent must take over. */
const bubble = Symbol('null where none is allowed');
const missing = Symbol('left out');

class Answering {
  readonly #schema: GraphQLSchema;
  readonly #document: ReturnType<typeof parse>;
  readonly #variables: Json;
  readonly #faults: Faults;
  readonly #isWhole: boolean;
  readonly #errors: GraphQLFormattedError[] = [];

  constructor(schema: GraphQLSchema, { query, variables = {} }: SubgraphRequest, faults: Faults, isWhole: boolean) {
    this.#schema = schema;
    this.#document = parse(query, { noLocation: true });
    this.#variables = variables;
    this.#faults = faults;
    this.#isWhole = isWhole;
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
    const result: Json = Object.defineProperty({}, typeTag, { value: thing.type.name });
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
    if (fault === 'shapeless') return 7;
    if (fault === 'zero') return 0;
    if (fault === 'error') {
      this.#errors.push({ message: `${thing.type.name}.${name} failed.`, path, extensions: { code: 'FAILED' } });
      return isNonNullType(field.type) ? bubble : null;
    }
    const parts = [ownerOf(thing.type, field), isRoot(thing.type) ? 0 : thing.n, name, args, this.#inputs(thing, field, path)];
    return this.#value(field.type, { thing, name, parts, nodes, fault }, path);
  }

  /** What a field is computed from: sent with the representation, or at hand. */
  #inputs(thing: Thing, field: GraphQLField<unknown, unknown>, path: (string | number)[]): unknown {
    const selection = requiredBy(field);
    if (!selection) return null;
    return this.#isWhole ? this.#object(thing, [selection], path) : pick(thing.given, selection);
  }

  #value(type: GraphQLOutputType, at: At, path: (string | number)[]): unknown {
    if (isNonNullType(type)) return this.#value(type.ofType, at, path) ?? bubble;
    const value = this.#nullable(type, at, path);
    return value === bubble ? null : value;
  }

  #nullable(type: GraphQLOutputType, at: At, path: (string | number)[]): unknown {
    const hash = hashOf(at.parts);
    if (isListType(type)) {
      const items = Array.from({ length: hash % 7 === 0 ? 0 : 1 + (hash % 3) }, (_, index) =>
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
    if (at.fault === 'wrong') return { wrong: hash };
    if (at.fault === 'number') return hash;
    if (isEnumType(type)) return type.getValues()[hash % type.getValues().length]?.name;
    switch (type.toString()) {
      case 'Int':
        return key ? at.thing.n : hash % 1000;
      case 'Float':
        return (hash % 1000) / 8;
      case 'Boolean':
        return hash % 2 === 0;
      case 'ID':
        return `k${at.thing.n}`;
      case 'String':
        return key ? `k${at.thing.n}` : `${at.name} ${hash % 1000}`;
      default:
        return hash % 2 ? `scalar ${hash % 1000}` : { a: [hash % 10, null], __typename: free };
    }
  }

  #entity(representation: Json, nodes: readonly FieldNode[], path: (string | number)[]): unknown {
    const declared = this.#schema.getType(representation['__typename']);
    if (!isObjectType(declared) && !isAbstractType(declared)) throw new Error('A representation of nothing.');
    const n = numberIn(representation, (name) => isKey(declared, name));
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
  readonly fault: Fault;
}

/** In a supergraph, a field of an interface's own object is no subgraph's by the types of that interface. */
function ownerOf(type: GraphQLObjectType, { name, astNode }: GraphQLField<unknown, unknown>): string {
  const isInterfaces = astNode?.directives?.some((one) => one.name.value === 'join__field' && !one.arguments?.length);
  const owner = isInterfaces && type.getInterfaces().find((one) => Object.hasOwn(one.getFields(), name));
  return owner ? owner.name : type.name;
}

/** The selection that a field requires, by its subgraph's SDL or by the supergraph's. */
function requiredBy({ astNode }: GraphQLField<unknown, unknown>): SelectionSetNode | null {
  for (const { name, arguments: given = [] } of astNode?.directives ?? []) {
    const isRequiring = name.value === 'requires' || name.value === 'federation__requires';
    const found = given.find((one) => one.name.value === (name.value === 'join__field' ? 'requires' : 'fields'));
    if (!(isRequiring || name.value === 'join__field') || found?.value.kind !== Kind.STRING) continue;
    const [definition] = parse(`{ ${found.value.value} }`, { noLocation: true }).definitions;
    return definition?.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet : null;
  }
  return null;
}

function pick(value: unknown, { selections }: SelectionSetNode): unknown {
  if (Array.isArray(value)) return value.map((one) => pick(one, { kind: Kind.SELECTION_SET, selections }));
  if (typeof value !== 'object' || value === null) return value;
  const fields = selections.filter((node) => node.kind === Kind.FIELD);
  const picked = fields.map(({ name, selectionSet }): [string, unknown] => {
    const inner = (value as Json)[name.value];
    return [name.value, selectionSet ? pick(inner, selectionSet) : inner];
  });
  return Object.fromEntries(picked);
}

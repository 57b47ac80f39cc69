import {
  getNamedType,
  getOperationAST,
  isAbstractType,
  isCompositeType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  valueFromASTUntyped,
} from 'graphql';
import type {
  DirectiveNode,
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  GraphQLObjectType,
  GraphQLOutputType,
  GraphQLSchema,
  OperationDefinitionNode,
  SelectionSetNode,
} from 'graphql';
import { typeTag } from './type-tag.ts';

type Data = Readonly<Record<string, unknown>>;

/** What the client asked for, before pruning. */
export interface Asked {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  readonly variables?: Data | null | undefined;
}

/**
 * The result of a pruned operation in the shape of the one that was asked for: pruned fields come back as null, in the
 * client's order, and null spreads to the parent where the type allows none (GraphQL, section 6.4.4). Where nothing was
 * left to run, give `{}`.
 */
export function nullOut(asked: Asked, data: Data | null | undefined): Data | null {
  const operation = getOperationAST(asked.document, asked.operationName);
  const rootType = operation && asked.schema.getRootType(operation.operation);
  if (!data || !operation || !rootType) return null;
  return new Shaper(asked, operation).object(rootType, [operation.selectionSet], data);
}

/** Stands for a null in a place that allows none; turns into null at the next place that does. */
const bubble = Symbol('null where none is allowed');

class Shaper {
  readonly #schema: GraphQLSchema;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #operation: OperationDefinitionNode;
  readonly #variables: Data;

  constructor({ schema, document, variables }: Asked, operation: OperationDefinitionNode) {
    this.#schema = schema;
    this.#fragments = new Map(
      document.definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])),
    );
    this.#operation = operation;
    this.#variables = variables ?? {};
  }

  object(type: GraphQLObjectType, selectionSets: readonly SelectionSetNode[], data: Data): Data | null {
    const fields = new Map<string, FieldNode[]>();
    const spread = new Set<string>();
    for (const selectionSet of selectionSets) this.#collect(type, selectionSet, fields, spread);
    const result: Record<string, unknown> = Object.create(null);
    for (const [key, nodes] of fields) {
      const value = this.#field(type, nodes, Object.hasOwn(data, key) ? data[key] : null);
      if (value === bubble) return null;
      result[key] = value;
    }
    return result;
  }

  #field(type: GraphQLObjectType, nodes: readonly FieldNode[], value: unknown): unknown {
    const name = nodes[0]?.name.value ?? '';
    if (name === '__typename') return type.name;
    const field = type.getFields()[name];
    // `__schema` and `__type` hold no authorized data.
    return field ? this.#value(field.type, nodes, value) : (value ?? null);
  }

  #value(type: GraphQLOutputType, nodes: readonly FieldNode[], value: unknown): unknown {
    if (isNonNullType(type)) return this.#value(type.ofType, nodes, value) ?? bubble;
    const shaped = this.#nullable(type, nodes, value);
    return shaped === bubble ? null : shaped;
  }

  #nullable(type: GraphQLOutputType, nodes: readonly FieldNode[], value: unknown): unknown {
    if (value == null) return null;
    if (isListType(type)) {
      if (!Array.isArray(value)) return null;
      const items = value.map((item) => this.#value(type.ofType, nodes, item));
      return items.includes(bubble) ? bubble : items;
    }
    if (!isCompositeType(type)) return value;
    const runtimeType = isRecord(value) ? this.#runtimeType(type, value) : null;
    if (!runtimeType || !isRecord(value)) return null;
    return this.object(
      runtimeType,
      nodes.flatMap(({ selectionSet }) => selectionSet ?? []),
      value,
    );
  }

  #runtimeType(declared: GraphQLOutputType, value: Data): GraphQLObjectType | null {
    const named = getNamedType(declared);
    if (isObjectType(named)) return named;
    const tag = value[typeTag] ?? value['__typename'];
    const type = typeof tag === 'string' ? this.#schema.getType(tag) : undefined;
    return isObjectType(type) ? type : null;
  }

  /** CollectFields of the GraphQL specification, section 6.3.2. */
  #collect(type: GraphQLObjectType, selectionSet: SelectionSetNode, fields: Map<string, FieldNode[]>, spread: Set<string>): void {
    for (const node of selectionSet.selections) {
      if (!this.#isIncluded(node.directives)) continue;
      if (node.kind === Kind.FIELD) {
        const key = node.alias?.value ?? node.name.value;
        const nodes = fields.get(key);
        if (nodes) nodes.push(node);
        else fields.set(key, [node]);
        continue;
      }
      const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : this.#fragments.get(node.name.value);
      if (node.kind === Kind.FRAGMENT_SPREAD && spread.has(node.name.value)) continue;
      if (node.kind === Kind.FRAGMENT_SPREAD) spread.add(node.name.value);
      if (fragment && this.#applies(fragment.typeCondition?.name.value, type))
        this.#collect(type, fragment.selectionSet, fields, spread);
    }
  }

  #applies(condition: string | undefined, type: GraphQLObjectType): boolean {
    if (condition === undefined || condition === type.name) return true;
    const named = this.#schema.getType(condition);
    return isAbstractType(named) && this.#schema.isSubType(named, type);
  }

  #isIncluded(directives: readonly DirectiveNode[] | undefined): boolean {
    return (directives ?? []).every(({ name, arguments: given }) => {
      const condition = given?.find((one) => one.name.value === 'if')?.value;
      if (!condition || (name.value !== 'skip' && name.value !== 'include')) return true;
      const holds = condition.kind === Kind.VARIABLE ? this.#variable(condition.name.value) : valueFromASTUntyped(condition);
      return (holds === true) === (name.value === 'include');
    });
  }

  #variable(name: string): unknown {
    if (Object.hasOwn(this.#variables, name)) return this.#variables[name];
    const fallback = this.#operation.variableDefinitions?.find((one) => one.variable.name.value === name)?.defaultValue;
    return fallback && valueFromASTUntyped(fallback);
  }
}

function isRecord(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

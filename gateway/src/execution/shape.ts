import {
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isCompositeType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type SelectionSetNode,
} from 'graphql';
import type { Json } from './objects.ts';
import { isOf, type Selections } from './selections.ts';
import { type Completion, type Field, listFunction, objectFunction, type Shaper, type Value } from './shape-code.ts';

export interface ShapeOptions {
  readonly schema: GraphQLSchema;
  readonly selections: Selections;
  /** The key under which the data holds what the client asked for under another. */
  dataKey(field: FieldNode): string;
}

/**
 * One pass from data to answer, written for one operation: the client's keys in the client's order, each type's own fragments, and
 * null where a value is missing or wrong, up to the next place that allows it (GraphQL, section 6.4.4).
 */
export function compileShape(options: ShapeOptions): Shaper {
  const { schema, selections } = options;
  const root = schema.getRootType(selections.operation.operation);
  if (!root) throw new Error('The schema has no such root.');
  return new Shapes(options).ofType(root, [selections.operation.selectionSet]);
}

class Shapes {
  readonly #options: ShapeOptions;

  constructor(options: ShapeOptions) {
    this.#options = options;
  }

  /** For a declared type. Which type an object is of is told by its `__typename`; what has none is of the declared one. */
  ofType(declared: GraphQLCompositeType, sets: readonly SelectionSetNode[]): Shaper {
    const shapers = new Map<unknown, Shaper>();
    // Objects of a list are mostly of one type.
    let last: { readonly typeName: unknown; readonly shaper: Shaper } | null = null;
    return (value, found) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value))
        return refuse(found, `Expected a ${declared.name}.`);
      const typeName = (value as Json)['__typename'];
      if (last?.typeName === typeName && last) return last.shaper(value, found);
      const type = this.#typeNamed(typeName, declared);
      if (!type) return refuse(found, `Invalid __typename found for a ${declared.name}.`);
      const shaper = shapers.get(typeName) ?? this.#ofObject(type, sets);
      shapers.set(typeName, shaper);
      last = { typeName, shaper };
      return shaper(value, found);
    };
  }

  #typeNamed(typeName: unknown, declared: GraphQLCompositeType): GraphQLCompositeType | null {
    if (typeName === undefined) return declared;
    const type = typeof typeName === 'string' ? this.#options.schema.getType(typeName) : undefined;
    return isCompositeType(type) && isOf(this.#options.schema, type, declared.name) ? type : null;
  }

  #ofObject(type: GraphQLCompositeType, sets: readonly SelectionSetNode[]): Shaper {
    const fields = this.#options.selections.fieldsOf(type, sets);
    return objectFunction([...fields].map(([key, nodes]) => this.#field(type, key, nodes)));
  }

  #field(type: GraphQLCompositeType, key: string, nodes: readonly FieldNode[]): Field {
    const [node] = nodes;
    const fieldName = node?.name.value ?? '';
    if (fieldName === '__typename')
      return isObjectType(type) ? { key, constant: type.name } : { key, refused: `No subgraph told which ${type.name} this is.` };
    const dataKey = node ? this.#options.dataKey(node) : key;
    const name = `field ${type.name}.${key}`;
    const field = 'getFields' in type ? type.getFields()[fieldName] : undefined;
    // `__schema` and `__type`: the gateway's own answers.
    if (!field) return { key, dataKey, name, value: { isNonNull: false, leaf: null, shaper: null } };
    return { key, dataKey, name, value: this.#value(field.type, nodes) };
  }

  #value(type: GraphQLOutputType, nodes: readonly FieldNode[]): Value {
    if (isNonNullType(type)) return { ...this.#value(type.ofType, nodes), isNonNull: true };
    if (isListType(type)) return { isNonNull: false, leaf: null, shaper: this.#list(type.ofType, nodes) };
    if (isEnumType(type)) return { isNonNull: false, leaf: new Set(type.getValues().map((one) => one.name)), shaper: null };
    if (isLeafType(type)) return { isNonNull: false, leaf: type.name, shaper: null };
    const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    return { isNonNull: false, leaf: null, shaper: this.ofType(type, sets) };
  }

  #list(type: GraphQLOutputType, nodes: readonly FieldNode[]): Shaper {
    const item = isNonNullType(type) ? type.ofType : type;
    return listFunction(`array element of type ${String(item)}`, this.#value(type, nodes));
  }
}

function refuse(found: Completion[], message: string): null {
  found.push({ message, path: [] });
  return null;
}

import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLInputType,
  type GraphQLSchema,
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  getOperationAST,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isAbstractType,
  isCompositeType,
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { CostModel, FieldCost, ListSize } from './cost-model.ts';

type Values = Readonly<Record<string, unknown>>;

/**
 * The most an operation can cost with these variables, before anything runs (IBM GraphQL Cost specification, static
 * analysis): every object one, every value nothing, unless `@cost` says otherwise; times the size of the lists it is in.
 */
export function costOf(
  schema: GraphQLSchema,
  model: CostModel,
  { document, operationName, variables }: { document: DocumentNode; operationName: string | null; variables: Values },
): number {
  const operation = getOperationAST(document, operationName);
  const root = operation && schema.getRootType(operation.operation);
  if (!root) return 0;
  const fragments = new Map(
    document.definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])),
  );
  const own = operation.operation === 'mutation' ? mutationCost : 0;
  return own + new Estimate(schema, model, fragments, variables).selections(root, [operation.selectionSet], null);
}

/** A change is dearer than a look, whatever it selects of its result. */
const mutationCost = 10;

/** The size that a field passes on to the lists below it, by name. */
type Passed = { readonly fields: readonly string[]; readonly size: number } | null;

class Estimate {
  readonly #schema: GraphQLSchema;
  readonly #model: CostModel;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #variables: Values;

  constructor(
    schema: GraphQLSchema,
    model: CostModel,
    fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    variables: Values,
  ) {
    this.#schema = schema;
    this.#model = model;
    this.#fragments = fragments;
    this.#variables = variables;
  }

  selections(type: GraphQLCompositeType, sets: readonly SelectionSetNode[], passed: Passed): number {
    const fields = new Map<string, FieldNode[]>();
    const narrower = new Map<string, SelectionSetNode[]>();
    for (const set of sets) this.#collect(type, set, fields, narrower, new Set());
    let total = 0;
    for (const nodes of fields.values()) total += this.#field(type, nodes, passed);
    return total + this.#costliest(type, narrower, passed);
  }

  /** An object is of one type only, so of the fragments on different types only the dearest combination counts. */
  #costliest(type: GraphQLCompositeType, narrower: ReadonlyMap<string, SelectionSetNode[]>, passed: Passed): number {
    if (narrower.size === 0 || !isAbstractType(type)) return 0;
    const costs = [...narrower].flatMap(([name, sets]) => {
      const on = this.#schema.getType(name);
      return isCompositeType(on) ? [[on, this.selections(on, sets, passed)] as const] : [];
    });
    const ofType = this.#schema
      .getPossibleTypes(type)
      .map((one) =>
        costs.reduce(
          (sum, [on, cost]) => sum + (on === one || (isAbstractType(on) && this.#schema.isSubType(on, one)) ? cost : 0),
          0,
        ),
      );
    return Math.max(0, ...ofType);
  }

  #field(parent: GraphQLCompositeType, nodes: readonly FieldNode[], passed: Passed): number {
    const [node] = nodes;
    const field = node && 'getFields' in parent ? parent.getFields()[node.name.value] : undefined;
    const cost = node && this.#model.fields.get(`${parent.name}.${node.name.value}`);
    // Introspection is bounded by the number of fields.
    if (!node || !field || !cost) return 0;
    const given = field.args.length > 0 ? getArgumentValues(field, node, this.#variables) : {};
    const size = passed?.fields.includes(field.name) ? passed.size : sizeOf(cost.list, given);
    const below = getNamedType(field.type);
    const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    const passes =
      cost.list && cost.list.sizedFields.length > 0 ? { fields: cost.list.sizedFields, size: sliced(cost.list, given) } : null;
    const each = cost.weight + (isCompositeType(below) && sets.length > 0 ? this.selections(below, sets, passes) : 0);
    return size * each + this.#arguments(cost, field.args, given);
  }

  #arguments({ arguments: weights }: FieldCost, args: readonly GraphQLArgument[], given: Values): number {
    return args.reduce((total, { name, type }) => {
      if (given[name] == null) return total;
      return total + (weights.get(name) ?? 0) + this.#input(type, given[name]);
    }, 0);
  }

  #input(type: GraphQLInputType, value: unknown): number {
    if (this.#model.inputs.size === 0 || value == null) return 0;
    if (isNonNullType(type)) return this.#input(type.ofType, value);
    if (isListType(type)) return [value].flat().reduce<number>((total, item) => total + this.#input(type.ofType, item), 0);
    if (!isInputObjectType(type) || typeof value !== 'object') return 0;
    return Object.values(type.getFields()).reduce((total, { name, type: inner }) => {
      const item: unknown = (value as Values)[name];
      if (item == null) return total;
      return total + (this.#model.inputs.get(`${type.name}.${name}`) ?? 0) + this.#input(inner, item);
    }, 0);
  }

  #collect(
    type: GraphQLCompositeType,
    { selections }: SelectionSetNode,
    fields: Map<string, FieldNode[]>,
    narrower: Map<string, SelectionSetNode[]>,
    spread: Set<string>,
  ): void {
    for (const node of selections) {
      if (!this.#isIncluded(node)) continue;
      if (node.kind === Kind.FIELD) {
        put(fields, node.alias?.value ?? node.name.value, node);
        continue;
      }
      if (node.kind === Kind.FRAGMENT_SPREAD && spread.has(node.name.value)) continue;
      if (node.kind === Kind.FRAGMENT_SPREAD) spread.add(node.name.value);
      const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : this.#fragments.get(node.name.value);
      if (!fragment) continue;
      const on = fragment.typeCondition?.name.value ?? type.name;
      if (this.#covers(on, type)) this.#collect(type, fragment.selectionSet, fields, narrower, spread);
      else put(narrower, on, fragment.selectionSet);
    }
  }

  #isIncluded(node: SelectionNode): boolean {
    if (!node.directives?.length) return true;
    if (getDirectiveValues(GraphQLSkipDirective, node, this.#variables)?.['if'] === true) return false;
    return getDirectiveValues(GraphQLIncludeDirective, node, this.#variables)?.['if'] !== false;
  }

  /** Whether every object of `type` is one of the type named `on`, and has the fields that are asked of it. */
  #covers(on: string, type: GraphQLCompositeType): boolean {
    if (on === type.name) return true;
    return !isAbstractType(type);
  }
}

function put<Item>(map: Map<string, Item[]>, key: string, item: Item): void {
  const known = map.get(key);
  if (known) known.push(item);
  else map.set(key, [item]);
}

/** How often the field itself counts: a list that passes its size on is one object. */
function sizeOf(list: ListSize | null, given: Values): number {
  return !list || list.sizedFields.length > 0 ? 1 : sliced(list, given);
}

function sliced({ slicing, assumed }: ListSize, given: Values): number {
  const asked = slicing.map((name) => given[name]).filter((value): value is number => typeof value === 'number');
  return asked.length > 0 ? Math.max(0, ...asked) : assumed;
}

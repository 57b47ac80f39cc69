import {
  type ConstDirectiveNode,
  type DocumentNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isCompositeType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  parse,
  valueFromASTUntyped,
  visit,
} from 'graphql';

/** A list that says nothing of its size is taken for this long; a page without `first` or `last` for a default one. */
const assumedItems = 10;
const assumedPage = 20;

/** What one field costs, by the directives of IBM's GraphQL Cost specification (`@cost`, `@listSize`). */
export interface FieldCost {
  /** Of each object or value it returns. */
  readonly weight: number;
  /** Null where it returns one thing. */
  readonly list: ListSize | null;
  /** Weights by argument. */
  readonly arguments: ReadonlyMap<string, number>;
}

export interface ListSize {
  readonly assumed: number;
  /** Arguments that say how many are returned; the largest counts. */
  readonly slicing: readonly string[];
  /** The lists below that are so long; empty: the field's own. */
  readonly sizedFields: readonly string[];
}

export interface CostModel {
  /** By `Type.field`. */
  readonly fields: ReadonlyMap<string, FieldCost>;
  /** By `Input.field`; what is not there is free. */
  readonly inputs: ReadonlyMap<string, number>;
}

/** Reads the weights that federation composed into a supergraph (https://specs.apollo.dev/cost/v0.1). */
export function readCostModel(supergraphSdl: string, schema: GraphQLSchema): CostModel {
  const declared = readDeclared(parse(supergraphSdl, { noLocation: true }));
  const fields = new Map<string, FieldCost>();
  const inputs = new Map<string, number>();
  const types = Object.values(schema.getTypeMap());
  for (const type of types) {
    if (isInputObjectType(type))
      for (const name of Object.keys(type.getFields())) {
        const weight = declared.weights.get(`${type.name}.${name}`);
        if (weight !== undefined) inputs.set(`${type.name}.${name}`, weight);
      }
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields()))
      fields.set(`${type.name}.${field.name}`, fieldCost(type.name, field, declared));
  }
  // Whoever asks an interface may be answered by the costliest of its types.
  for (const type of types.filter(isInterfaceType))
    for (const field of Object.values(type.getFields()))
      fields.set(
        `${type.name}.${field.name}`,
        schema
          .getPossibleTypes(type)
          .flatMap(({ name }) => fields.get(`${name}.${field.name}`) ?? [])
          .reduce(costlier, fieldCost(type.name, field, declared)),
      );
  return { fields, inputs };
}

interface Declared {
  readonly weights: ReadonlyMap<string, number>;
  readonly lists: ReadonlyMap<string, Partial<ListSize>>;
}

function fieldCost(typeName: string, field: GraphQLField<unknown, unknown>, { weights, lists }: Declared): FieldCost {
  const coordinate = `${typeName}.${field.name}`;
  const returned = getNamedType(field.type);
  const names = field.args.map(({ name }) => name);
  return {
    weight: weights.get(coordinate) ?? weights.get(returned.name) ?? (isCompositeType(returned) ? 1 : 0),
    list: listSize(field, returned, lists.get(coordinate), names),
    arguments: new Map(
      names.flatMap((name) => {
        const weight = weights.get(`${coordinate}(${name}:)`);
        return weight === undefined ? [] : [[name, weight] as const];
      }),
    ),
  };
}

function listSize(
  { type }: GraphQLField<unknown, unknown>,
  returned: GraphQLNamedType,
  said: Partial<ListSize> | undefined,
  argumentNames: readonly string[],
): ListSize | null {
  const isList = isListType(getNullableType(type));
  const paging = ['first', 'last'].filter((name) => argumentNames.includes(name));
  if (said) {
    const slicing = said.slicing ?? paging;
    return {
      assumed: said.assumed ?? (slicing.length > 0 ? assumedPage : assumedItems),
      slicing,
      sizedFields: said.sizedFields ?? [],
    };
  }
  if (isList) return { assumed: paging.length > 0 ? assumedPage : assumedItems, slicing: paging, sizedFields: [] };
  // A Relay connection, which says so by its arguments.
  const pages = isObjectType(returned) ? ['edges', 'nodes'].filter((name) => name in returned.getFields()) : [];
  return paging.length > 0 && pages.length > 0 ? { assumed: assumedPage, slicing: paging, sizedFields: pages } : null;
}

function costlier(left: FieldCost, right: FieldCost): FieldCost {
  return {
    weight: Math.max(left.weight, right.weight),
    list: (left.list?.assumed ?? 0) >= (right.list?.assumed ?? 0) ? left.list : right.list,
    arguments: new Map([...left.arguments, ...right.arguments].sort(([, one], [, other]) => one - other)),
  };
}

function readDeclared(document: DocumentNode): Declared {
  const weights = new Map<string, number>();
  const lists = new Map<string, Partial<ListSize>>();
  const { cost, listSize } = directiveNames(document);
  const read = (coordinate: string, directives: readonly ConstDirectiveNode[] = []): void => {
    for (const directive of directives) {
      if (directive.name.value === cost) weights.set(coordinate, Number(argument(directive, 'weight')));
      if (directive.name.value === listSize) lists.set(coordinate, readListSize(directive));
    }
  };
  visit(document, {
    enter(node) {
      if (!('name' in node) || !node.name || !('directives' in node) || !node.kind.endsWith('TypeDefinition')) return;
      const owner = node.name.value;
      read(owner, node.directives as readonly ConstDirectiveNode[]);
      for (const field of 'fields' in node ? (node.fields ?? []) : []) {
        if (field.kind !== Kind.FIELD_DEFINITION && field.kind !== Kind.INPUT_VALUE_DEFINITION) continue;
        read(`${owner}.${field.name.value}`, field.directives);
        for (const one of field.kind === Kind.FIELD_DEFINITION ? (field.arguments ?? []) : [])
          read(`${owner}.${field.name.value}(${one.name.value}:)`, one.directives);
      }
    },
  });
  return { weights, lists };
}

function readListSize(directive: ConstDirectiveNode): Partial<ListSize> {
  const assumed = argument(directive, 'assumedSize');
  const slicing = argument(directive, 'slicingArguments');
  const sizedFields = argument(directive, 'sizedFields');
  return {
    ...(typeof assumed === 'number' && { assumed }),
    // A path into an input object (`page.first`) is IBM's; federation checks that each is an argument.
    ...(Array.isArray(slicing) && { slicing: slicing.map(String) }),
    ...(Array.isArray(sizedFields) && { sizedFields: sizedFields.map(String) }),
  };
}

/** Their names in this supergraph (https://specs.apollo.dev/link/v1.0/#sec-Renaming). */
function directiveNames(document: DocumentNode): { cost: string; listSize: string } {
  const links = document.definitions.flatMap((node) => (node.kind === Kind.SCHEMA_DEFINITION ? (node.directives ?? []) : []));
  const link = links.find((one) => textOf(argument(one, 'url'))?.startsWith('https://specs.apollo.dev/cost/'));
  const as = (link && textOf(argument(link, 'as'))) ?? 'cost';
  const given = link ? argument(link, 'import') : [];
  const imports: readonly unknown[] = Array.isArray(given) ? given : [];
  const named = (name: string): string | undefined =>
    imports.flatMap((one) => {
      if (one === `@${name}`) return name;
      const { name: original, as: renamed } = Object(one) as { name?: unknown; as?: unknown };
      return original === `@${name}` ? (textOf(renamed)?.slice(1) ?? name) : [];
    })[0];
  return { cost: named('cost') ?? as, listSize: named('listSize') ?? `${as}__listSize` };
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

function argument(directive: ConstDirectiveNode, name: string): unknown {
  const node = directive.arguments?.find((one) => one.name.value === name);
  return node ? valueFromASTUntyped(node.value) : undefined;
}

import { type DocumentNode, type FieldDefinitionNode, Kind, type TypeNode, valueFromASTUntyped } from 'graphql';

/**
 * Fields, as `Type.field`, that return many objects without `@listSize`, and pages that do not say which arguments size
 * them: the gateway could only guess what they cost. Lists of values cost nothing, however long.
 */
export function unsizedLists({ definitions }: DocumentNode): string[] {
  const types = definitions.flatMap((node) =>
    node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION ? [node] : [],
  );
  const values = new Set(definitions.flatMap((node) => (isOfValues(node.kind) && 'name' in node ? [node.name!.value] : [])));
  const fields = types.flatMap(({ name, fields: own = [] }) => own.map((field) => ({ owner: name.value, field })));
  const sized = new Set(fields.flatMap(({ field }) => sizedBelow(field)));
  return fields
    .filter(({ owner, field }) => !listSizeOf(field) && !sized.has(`${owner}.${field.name.value}`))
    .filter(({ field }) => (isList(field.type) && !values.has(named(field.type))) || isPaged(field))
    .map(({ owner, field }) => `${owner}.${field.name.value}`);
}

const builtIn: ReadonlySet<string> = new Set(['String', 'ID', 'Int', 'Float', 'Boolean']);

const isOfValues = (kind: Kind): boolean => kind === Kind.SCALAR_TYPE_DEFINITION || kind === Kind.ENUM_TYPE_DEFINITION;

const listSizeOf = ({ directives = [] }: FieldDefinitionNode) =>
  directives.find(({ name }) => name.value.replace(/^federation__/, '') === 'listSize');

/** The lists below a field that are as long as its arguments say. */
function sizedBelow(field: FieldDefinitionNode): string[] {
  const given = listSizeOf(field)?.arguments?.find(({ name }) => name.value === 'sizedFields');
  const names: unknown = given ? valueFromASTUntyped(given.value) : [];
  return Array.isArray(names) ? names.map((name) => `${named(field.type)}.${String(name)}`) : [];
}

const isPaged = (field: FieldDefinitionNode): boolean =>
  ['first', 'last'].some((name) => field.arguments?.some((argument) => argument.name.value === name));

function isList(type: TypeNode): boolean {
  return type.kind === Kind.NON_NULL_TYPE ? isList(type.type) : type.kind === Kind.LIST_TYPE && !builtIn.has(named(type));
}

const named = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : named(type.type));

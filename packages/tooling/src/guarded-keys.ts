import {
  type DirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
  parse,
  type SelectionSetNode,
  type TypeNode,
} from 'graphql';

type TypeDefinition = ObjectTypeDefinitionNode | ObjectTypeExtensionNode;

/** `@federation__requires` and `@requires` are one directive, under the link's prefix or imported. */
export const bareName = (directive: DirectiveNode): string => directive.name.value.replace(/^federation__/, '');

const securing: ReadonlySet<string> = new Set(['authenticated', 'requiresScopes', 'policy']);
const isSecured = ({ directives = [] }: Pick<TypeDefinition | FieldDefinitionNode, 'directives'>): boolean =>
  directives.some((directive) => securing.has(bareName(directive)));

/**
 * Fields that are part of a `@key` and require something, as `Type.field`. The planner needs a key for whoever asks of the
 * entity anything at all, and the second wall cannot tell the planner from a client: it would refuse the join.
 */
export function guardedKeys(document: DocumentNode): string[] {
  const types = new Map<string, TypeDefinition[]>();
  for (const node of document.definitions) {
    if (node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION)
      types.set(node.name.value, [...(types.get(node.name.value) ?? []), node]);
  }
  const found = new Set<string>();
  const walk = (type: string, { selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (selection.kind !== Kind.FIELD) continue;
      const field = types
        .get(type)
        ?.flatMap(({ fields = [] }) => fields)
        .find(({ name }) => name.value === selection.name.value);
      if (!field) continue;
      const returned = namedType(field.type);
      if (isSecured(field) || types.get(returned)?.some(isSecured)) found.add(`${type}.${field.name.value}`);
      if (selection.selectionSet) walk(returned, selection.selectionSet);
    }
  };
  for (const [name, nodes] of types) {
    for (const key of nodes.flatMap(({ directives = [] }) => directives).filter((one) => bareName(one) === 'key')) {
      const fields = key.arguments?.find((argument) => argument.name.value === 'fields')?.value;
      if (fields?.kind !== Kind.STRING) continue;
      const [definition] = parse(`{ ${fields.value} }`, { noLocation: true }).definitions;
      if (definition?.kind === Kind.OPERATION_DEFINITION) walk(name, definition.selectionSet);
    }
  }
  return [...found];
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

import { type DocumentNode, type FieldNode, type GraphQLSchema, executeSync, Kind, visit } from 'graphql';
import type { Json } from './objects.ts';
import type { Selections } from './selections.ts';

/** Answers `__schema` and `__type` from the schema itself, under their own keys; null when neither is asked for. */
export function introspected(
  schema: GraphQLSchema,
  document: DocumentNode,
  { operation, fieldsOf }: Selections,
): ((variables: Readonly<Json>) => Json) | null {
  const root = schema.getRootType(operation.operation);
  if (!root) return null;
  const fields = [...fieldsOf(root, [operation.selectionSet]).values()].flat().filter(isIntrospection);
  if (fields.length === 0) return null;
  const used = new Set<string>();
  const asked = documentOf(document, operation, fields, used);
  const answer = (variables: Readonly<Json>): Json => {
    const { data, errors } = executeSync({ schema, document: asked, variableValues: variables });
    if (!data) throw errors?.[0] ?? new Error('The schema cannot be introspected.');
    return data;
  };
  if (used.size > 0) return answer;
  let known: Json | undefined;
  return () => (known ??= answer({}));
}

const isIntrospection = ({ name }: FieldNode): boolean => name.value === '__schema' || name.value === '__type';

/** A query of these fields alone, with the fragments of the document and the variables that are used. */
function documentOf(
  { definitions }: DocumentNode,
  operation: Selections['operation'],
  fields: readonly FieldNode[],
  used: Set<string>,
): DocumentNode {
  const fragments = definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
  const selectionSet = { kind: Kind.SELECTION_SET, selections: fields } as const;
  for (const node of [...fields, ...fragments]) visit(node, { Variable: ({ name }) => void used.add(name.value) });
  const variableDefinitions = operation.variableDefinitions?.filter(({ variable }) => used.has(variable.name.value)) ?? [];
  return { kind: Kind.DOCUMENT, definitions: [{ ...operation, variableDefinitions, selectionSet }, ...fragments] };
}

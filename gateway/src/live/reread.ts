import {
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getArgumentValues,
  getOperationAST,
  getVariableValues,
  type GraphQLField,
  type GraphQLSchema,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  parseType,
  type SelectionSetNode,
  validate,
  visit,
} from 'graphql';
import { coded } from '../errors.ts';
import type { AskedOperation } from '../execution/run-operation.ts';
import type { Supergraph } from '../supergraph.ts';
import type { LiveField } from './live-fields.ts';

type Variables = Readonly<Record<string, unknown>>;

/** How to answer a subscription anew on each event: the query that reads what it selects, of one id. */
export interface Reread {
  readonly field: LiveField;
  readonly document: DocumentNode;
  /** The variable of `document` that takes the id. */
  readonly idName: string;
  /** The key of the one root field in the client's results. */
  readonly responseKey: string;
  /** Whether the subscription promises a value: then a null there makes the whole data null. */
  readonly isNonNull: boolean;
  /** What an event's data must equal, as the subscription's arguments say. Throws BAD_USER_INPUT. */
  filterOf(variables: Variables): ReadonlyMap<string, unknown>;
}

type Shape = Pick<Supergraph, 'apiSchema' | 'liveFields'>;

// By supergraph and document, both of which are cached themselves: plans and prunings are found by the same document.
const rereads = new WeakMap<Shape, WeakMap<DocumentNode, Map<string, Reread>>>();

/** The re-reading query of a valid subscription. Throws coded errors. */
export function rereadOf(supergraph: Shape, document: DocumentNode, operationName: string | null): Reread {
  const byDocument = rereads.get(supergraph) ?? new WeakMap<DocumentNode, Map<string, Reread>>();
  rereads.set(supergraph, byDocument);
  const byName = byDocument.get(document) ?? new Map<string, Reread>();
  byDocument.set(document, byName);
  const reread = byName.get(operationName ?? '') ?? derive(supergraph, document, operationName);
  byName.set(operationName ?? '', reread);
  return reread;
}

const fitting = new WeakMap<Shape, WeakSet<DocumentNode>>();

/** How to re-read the subscription in this supergraph: after a swap, it goes on where it is still valid. */
export function rereadIn(
  supergraph: Shape,
  { document, operationName = null }: Pick<AskedOperation, 'document' | 'operationName'>,
): Reread {
  const found = fitting.get(supergraph) ?? new WeakSet();
  fitting.set(supergraph, found);
  if (!found.has(document) && validate(supergraph.apiSchema, document).length > 0)
    throw coded(
      'SUPERGRAPH_CHANGED',
      'The schema changed, and this subscription does not fit it any more. Update it, then subscribe again.',
    );
  found.add(document);
  return rereadOf(supergraph, document, operationName);
}

function derive({ apiSchema, liveFields }: Shape, document: DocumentNode, operationName: string | null): Reread {
  const operation = getOperationAST(document, operationName);
  const fragments = fragmentsOf(document);
  const nodes = operation ? rootFields(operation.selectionSet, fragments) : [];
  const [node] = nodes;
  const definition = node && apiSchema.getSubscriptionType()?.getFields()[node.name.value];
  const field = node && liveFields.get(node.name.value);
  const read = field && apiSchema.getQueryType()?.getFields()[field.query];
  if (!operation || !node || !definition || !read)
    throw coded('NOT_LIVE', 'This field does not stream.', { http: { status: 400 } });

  const idName = freeName('liveId', operation);
  const idType = String(read.args.find(({ name }) => name === 'id')?.type);
  const reading = nodes.map((one) => readingField(one, field, idName));
  return {
    field,
    document: queryFrom(operation, reading, fragments, { idName, idType }),
    idName,
    responseKey: responseKeyOf(node),
    isNonNull: isNonNullType(definition.type),
    filterOf: (variables) => filterOf(apiSchema, operation, { node, definition }, variables),
  };
}

function filterOf(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
  { node, definition }: { node: FieldNode; definition: GraphQLField<unknown, unknown> },
  variables: Variables,
): ReadonlyMap<string, unknown> {
  const { coerced, errors } = getVariableValues(schema, variableDefinitions, variables);
  if (errors) throw coded('BAD_USER_INPUT', errors.map(({ message }) => message).join(' '), { http: { status: 400 } });
  return new Map(Object.entries(getArgumentValues(definition, node, coerced)).filter(([, value]) => value != null));
}

/** The one root field: validation allows a single response key, but it may be written several times, and in fragments. */
function rootFields(selectionSet: SelectionSetNode, fragments: ReadonlyMap<string, FragmentDefinitionNode>): FieldNode[] {
  return selectionSet.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    return inner ? rootFields(inner.selectionSet, fragments) : [];
  });
}

const responseKeyOf = (node: FieldNode): string => node.alias?.value ?? node.name.value;

function readingField(node: FieldNode, { query }: LiveField, idName: string): FieldNode {
  const id: ArgumentNode = {
    kind: Kind.ARGUMENT,
    name: { kind: Kind.NAME, value: 'id' },
    value: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: idName } },
  };
  return {
    ...node,
    alias: { kind: Kind.NAME, value: responseKeyOf(node) },
    name: { kind: Kind.NAME, value: query },
    arguments: [id],
  };
}

/** The query with what it uses alone: the subscription's arguments, and fragments on `Subscription`, are gone. */
function queryFrom(
  operation: OperationDefinitionNode,
  selections: FieldNode[],
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  { idName, idType }: { idName: string; idType: string },
): DocumentNode {
  const used = { fragments: new Map<string, FragmentDefinitionNode>(), variables: new Set<string>() };
  const follow = (node: FieldNode | FragmentDefinitionNode): void => {
    visit(node, {
      Variable: ({ name }) => void used.variables.add(name.value),
      FragmentSpread: ({ name }) => {
        const fragment = used.fragments.has(name.value) ? undefined : fragments.get(name.value);
        if (!fragment) return;
        used.fragments.set(name.value, fragment);
        follow(fragment);
      },
    });
  };
  selections.forEach(follow);
  const variableDefinitions = (operation.variableDefinitions ?? []).filter(({ variable }) =>
    used.variables.has(variable.name.value),
  );
  const id = {
    kind: Kind.VARIABLE_DEFINITION,
    variable: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: idName } },
    type: parseType(idType, { noLocation: true }),
  } as const;
  const query: OperationDefinitionNode = {
    kind: Kind.OPERATION_DEFINITION,
    operation: OperationTypeNode.QUERY,
    ...(operation.name && { name: operation.name }),
    variableDefinitions: [...variableDefinitions, id],
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  };
  return { kind: Kind.DOCUMENT, definitions: [query, ...used.fragments.values()] };
}

function freeName(wanted: string, { variableDefinitions = [] }: OperationDefinitionNode): string {
  const taken = new Set(variableDefinitions.map(({ variable }) => variable.name.value));
  let name = wanted;
  while (taken.has(name)) name += '_';
  return name;
}

function fragmentsOf(document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  return new Map(
    document.definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])),
  );
}

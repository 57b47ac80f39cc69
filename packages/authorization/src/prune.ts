import { getOperationAST, GraphQLError, Kind, valueFromASTUntyped, visit } from 'graphql';
import type {
  DocumentNode,
  FragmentDefinitionNode,
  GraphQLErrorExtensions,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql';
import { Cutter } from './cut.ts';
import type { Condition, Removal } from './cut.ts';
import { Lru } from './lru.ts';
import type { Requirements } from './requirements.ts';
import type { Viewer } from './rules.ts';
import { createVerdicts } from './verdicts.ts';
import type { Denied } from './verdicts.ts';

/** The operation that this viewer may run. */
export interface Pruned {
  /**
   * The very document that was given when all of it is allowed; else one with this operation alone, whose result must
   * pass through `nullOut`; null when nothing is left to run.
   */
  readonly document: DocumentNode | null;
  /** One `UNAUTHORIZED_FIELD_OR_TYPE` per removed field that this request asks for. */
  readonly errors: readonly GraphQLError[];
}

export interface Pruner {
  prune(
    document: DocumentNode,
    operationName: string | null | undefined,
    viewer: Viewer,
    variables: Readonly<Record<string, unknown>> | null | undefined,
  ): Promise<Pruned>;
  /** Viewers with equal signatures are shown the same parts of the schema. */
  signature(viewer: Viewer): string;
}

type Variables = Readonly<Record<string, unknown>>;

interface PrunedOperation {
  readonly document: DocumentNode | null;
  readonly removals: readonly Removal[];
  readonly operation: OperationDefinitionNode;
}

/**
 * The first wall: takes out of valid operations, before they are planned, what graphql-shield's rules deny to the
 * viewer (Apollo Router, "Authorization directives"). The outcome depends on operation and permissions alone, so it is
 * computed once for each pair; variables only decide which errors concern this request.
 */
export function createPruner(
  schema: GraphQLSchema,
  requirements: Requirements,
  /** How many outcomes are remembered of each document. */
  options: { remembered?: number } = {},
): Pruner {
  const verdicts = createVerdicts(schema, requirements);
  // By identity, never by text: a plugin may have changed a document that still names its first source. What is remembered
  // of a document goes when the document does.
  const remembered = new WeakMap<DocumentNode, Lru<string, Promise<PrunedOperation | null>>>();
  const rememberedOf = (document: DocumentNode): Lru<string, Promise<PrunedOperation | null>> => {
    const known = remembered.get(document) ?? new Lru(options.remembered ?? 100);
    remembered.set(document, known);
    return known;
  };
  return {
    signature: verdicts.signature,
    async prune(document, operationName, viewer, variables) {
      const key = JSON.stringify([operationName ?? null, verdicts.signature(viewer)]);
      const pruned = await rememberedOf(document).take(key, async () =>
        pruneOperation(schema, document, operationName, await verdicts.deniedTo(viewer)),
      );
      if (!pruned) return { document: null, errors: [unknownOperation(operationName)] };
      return { document: pruned.document, errors: errorsOf(pruned, variables ?? {}) };
    },
  };
}

function pruneOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null | undefined,
  denied: Denied,
): PrunedOperation | null {
  const operation = getOperationAST(document, operationName);
  const rootType = operation && schema.getRootType(operation.operation);
  if (!operation || !rootType) return null;
  const fragments = new Map(
    document.definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])),
  );
  const cutter = new Cutter(schema, denied, fragments);
  const rootCause = denied.get(rootType.name);
  const { selectionSet, removals } = rootCause
    ? wholeOperation(operation, rootType.name, rootCause)
    : cutter.cut(rootType, operation.selectionSet);
  if (removals.length === 0) return { document, removals, operation };
  if (!selectionSet) return { document: null, removals, operation };
  return { document: withoutUnused({ ...operation, selectionSet }, cutter), removals, operation };
}

/** A requirement on `Query` or `Mutation` itself: each field that was asked for is refused. */
function wholeOperation(
  { selectionSet }: OperationDefinitionNode,
  coordinate: string,
  cause: Error,
): { selectionSet: null; removals: Removal[] } {
  const removals = selectionSet.selections.map((node) => ({
    coordinate,
    path: node.kind === Kind.FIELD ? [node.alias?.value ?? node.name.value] : [],
    node,
    cause,
    conditions: [],
  }));
  return { selectionSet: null, removals };
}

/** The operation with the fragments it still spreads, and only the variables that are still used. */
function withoutUnused(operation: OperationDefinitionNode, cutter: Cutter): DocumentNode {
  const fragments = new Map<string, FragmentDefinitionNode>();
  const variables = new Set<string>();
  const follow = (node: OperationDefinitionNode | FragmentDefinitionNode): void => {
    visit(node, {
      VariableDefinition: () => false,
      Variable: ({ name }) => void variables.add(name.value),
      FragmentSpread: ({ name }) => {
        const fragment = fragments.has(name.value) ? null : cutter.fragment(name.value);
        if (!fragment) return;
        fragments.set(name.value, fragment);
        follow(fragment);
      },
    });
  };
  follow(operation);
  const variableDefinitions = operation.variableDefinitions?.filter(({ variable }) => variables.has(variable.name.value));
  return {
    kind: Kind.DOCUMENT,
    definitions: [{ ...operation, ...(variableDefinitions && { variableDefinitions }) }, ...fragments.values()],
  };
}

function errorsOf({ removals, operation }: PrunedOperation, variables: Variables): GraphQLError[] {
  const asked = removals.filter(({ conditions }) => conditions.every((one) => isMet(one, operation, variables)));
  const distinct = new Map(asked.map((removal) => [JSON.stringify([removal.path, removal.coordinate]), removal]));
  return [...distinct.values()].map(
    ({ path, node, cause, coordinate }) =>
      new GraphQLError(cause.message, {
        nodes: node,
        path: path.length > 0 ? path : undefined,
        extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE', coordinate, reason: reasonOf(cause), ...stepUpOf(cause) },
      }),
  );
}

function isMet({ variable, value, includes }: Condition, operation: OperationDefinitionNode, variables: Variables): boolean {
  if (variable === null) return value === includes;
  const fallback = operation.variableDefinitions?.find((one) => one.variable.name.value === variable)?.defaultValue;
  const given = Object.hasOwn(variables, variable) ? variables[variable] : fallback && valueFromASTUntyped(fallback);
  return (given === true) === includes;
}

function reasonOf(cause: Error): unknown {
  return cause instanceof GraphQLError ? cause.extensions['code'] : 'FORBIDDEN';
}

/** A client that is asked to prove itself has something to do about it (RFC 9470): that error keeps its own words. */
function stepUpOf(cause: Error): GraphQLErrorExtensions {
  return reasonOf(cause) === 'INSUFFICIENT_USER_AUTHENTICATION' ? (cause as GraphQLError).extensions : {};
}

function unknownOperation(operationName: string | null | undefined): GraphQLError {
  const message = operationName
    ? `The document has no operation named "${operationName}".`
    : 'Name the one operation of the document to run.';
  return new GraphQLError(message, { extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } });
}

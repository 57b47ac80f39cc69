import { type DocumentNode, Kind, type OperationDefinitionNode, print, visit } from 'graphql';

/** The variable that holds representations, by the subgraph specification of Apollo Federation. */
const representations = 'representations';

export const laneAlias = (index: number): string => `praetorLane${index}`;
export const laneVariable = (index: number): string => `praetorRepresentations${index}`;

/**
 * One operation of several for entities: each keeps its own selection under an alias, with its own representations and fragments.
 * Other variables are the client's, and mean the same in all. `indices` name the lanes in aliases and variables.
 */
export function mergedText(documents: readonly DocumentNode[], indices: readonly number[]): string {
  const parts = documents.map((document, at) => renamed(document, indices[at] ?? 0));
  const operations = parts.flatMap(({ definitions }) => definitions.filter(isOperation));
  const fragments = parts.flatMap(({ definitions }) => definitions.filter((node) => !isOperation(node)));
  const [first] = operations;
  if (!first) throw new Error('A plan asks a subgraph nothing.');
  const variables = new Map(
    operations.flatMap(({ variableDefinitions = [] }) => variableDefinitions.map((one) => [one.variable.name.value, one])),
  );
  const merged: OperationDefinitionNode = {
    ...first,
    variableDefinitions: [...variables.values()],
    selectionSet: { kind: Kind.SELECTION_SET, selections: operations.flatMap(({ selectionSet }) => selectionSet.selections) },
  };
  return print({ kind: Kind.DOCUMENT, definitions: [merged, ...fragments] });
}

const isOperation = (node: DocumentNode['definitions'][number]): node is OperationDefinitionNode =>
  node.kind === Kind.OPERATION_DEFINITION;

function renamed(document: DocumentNode, index: number): DocumentNode {
  const fragment = (name: string) => ({ kind: Kind.NAME, value: `praetorFragment${index}_${name}` }) as const;
  return visit(document, {
    Variable: (node) =>
      node.name.value === representations ? { ...node, name: { kind: Kind.NAME, value: laneVariable(index) } } : undefined,
    FragmentDefinition: (node) => ({ ...node, name: fragment(node.name.value) }),
    FragmentSpread: (node) => ({ ...node, name: fragment(node.name.value) }),
    OperationDefinition: (node) => ({
      ...node,
      selectionSet: {
        ...node.selectionSet,
        selections: node.selectionSet.selections.map((one) =>
          one.kind === Kind.FIELD ? { ...one, alias: { kind: Kind.NAME, value: laneAlias(index) } } : one,
        ),
      },
    }),
  });
}

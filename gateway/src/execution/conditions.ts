import { type DirectiveNode, type DocumentNode, Kind, type SelectionNode, type SelectionSetNode, visit } from 'graphql';
import { isIncluded } from './selections.ts';

/**
 * The same operation without conditions: what is left out is not there, and the rest is without directives. Fragments of which
 * nothing is left are gone with their spreads; where nothing is left of a root, a name of ours stands for it.
 */
export function withoutConditions(document: DocumentNode, holds: (variable: string) => boolean): DocumentNode {
  let present = document;
  for (;;) {
    const names = new Set(present.definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [one.name.value] : [])));
    const left = oncePruned(present, names, holds);
    const isDone = left.definitions.length === present.definitions.length;
    present = left;
    if (isDone) return present;
  }
}

/** One pass; a fragment that it empties makes another pass necessary. */
function oncePruned(document: DocumentNode, fragments: ReadonlySet<string>, holds: (variable: string) => boolean): DocumentNode {
  const isLeft = (node: SelectionNode): boolean =>
    isIncluded(node.directives, holds) && (node.kind !== Kind.FRAGMENT_SPREAD || fragments.has(node.name.value));
  const pruned = visit(document, {
    SelectionSet: (set): SelectionSetNode => ({ ...set, selections: set.selections.filter(isLeft).map(unconditional) }),
    InlineFragment: { leave: (node) => (node.selectionSet.selections.length === 0 ? null : undefined) },
    FragmentDefinition: { leave: (node) => (node.selectionSet.selections.length === 0 ? null : undefined) },
    OperationDefinition: {
      leave: (node) => (node.selectionSet.selections.length === 0 ? { ...node, selectionSet: onlyTypename } : undefined),
    },
  });
  return pruned;
}

/** A root must select something. Nobody reads it. */
export const nothingLeft = 'praetorNothing';

const onlyTypename: SelectionSetNode = {
  kind: Kind.SELECTION_SET,
  selections: [
    { kind: Kind.FIELD, alias: { kind: Kind.NAME, value: nothingLeft }, name: { kind: Kind.NAME, value: '__typename' } },
  ],
};

function unconditional<Node extends SelectionNode>(node: Node): Node {
  const isOther = ({ name }: DirectiveNode): boolean => name.value !== 'skip' && name.value !== 'include';
  return node.directives?.length ? { ...node, directives: node.directives.filter(isOther) } : node;
}

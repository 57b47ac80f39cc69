import type { FetchNode } from '@apollo/query-planner';
import { type DocumentNode, type FieldNode, Kind, type OperationDefinitionNode, parse, type SelectionSetNode } from 'graphql';
import { responseKey } from './selections.ts';

// A plan is scheduled anew for each way its conditions are answered; its fetches are the same.
const documents = new WeakMap<FetchNode, DocumentNode>();

/** What a fetch of a plan asks, parsed once. */
export function documentOf(fetch: FetchNode): DocumentNode {
  const known = documents.get(fetch) ?? parse(fetch.operation, { noLocation: true });
  documents.set(fetch, known);
  return known;
}

/** The keys that a fetch writes into each object on its path: its root fields', or its entities'. */
export function keysOf(fetch: FetchNode): string[] {
  const document = documentOf(fetch);
  const operation = document.definitions.find((node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION);
  const roots = operation ? fieldsIn(operation.selectionSet, document) : [];
  const inner = roots.flatMap(({ selectionSet }) => (selectionSet ? fieldsIn(selectionSet, document) : []));
  return (fetch.requires ? inner : roots).map(responseKey);
}

function fieldsIn({ selections }: SelectionSetNode, document: DocumentNode): FieldNode[] {
  return selections.flatMap((node): FieldNode[] => {
    if (node.kind === Kind.FIELD) return [node];
    if (node.kind === Kind.INLINE_FRAGMENT) return fieldsIn(node.selectionSet, document);
    const fragment = document.definitions.find(
      (one) => one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === node.name.value,
    );
    return fragment && 'selectionSet' in fragment ? fieldsIn(fragment.selectionSet, document) : [];
  });
}

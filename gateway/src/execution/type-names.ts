import { type DocumentNode, Kind } from 'graphql';

/** Whether objects of a type satisfy a fragment's condition, by the supergraph's own types: hidden ones too. */
export interface TypeNames {
  satisfies(typeName: string, condition: string): boolean;
}

export function readTypeNames(supergraph: DocumentNode): TypeNames {
  const wider = new Map<string, Set<string>>();
  const add = (narrow: string, wide: string): void => void wider.set(narrow, (wider.get(narrow) ?? new Set<string>()).add(wide));
  for (const node of supergraph.definitions) {
    if (node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION)
      for (const one of node.interfaces ?? []) add(node.name.value, one.name.value);
    if (node.kind === Kind.UNION_TYPE_DEFINITION) for (const member of node.types ?? []) add(member.name.value, node.name.value);
  }
  return { satisfies: (typeName, condition) => typeName === condition || wider.get(typeName)?.has(condition) === true };
}

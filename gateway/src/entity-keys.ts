import { type ConstDirectiveNode, Kind, parse, valueFromASTUntyped } from 'graphql';

/** Types that exist in several subgraphs, or on their own, and the fields that name one of them. */
export type EntityKeys = ReadonlyMap<string, ReadonlySet<string>>;

/** Reads `@join__type(key:)` of a supergraph. */
export function readEntityKeys(supergraphSdl: string): EntityKeys {
  const keys = new Map<string, ReadonlySet<string>>();
  for (const definition of parse(supergraphSdl, { noLocation: true }).definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    const fields = (definition.directives ?? []).flatMap(keyFields);
    if (fields.length > 0) keys.set(definition.name.value, new Set(fields));
  }
  return keys;
}

/** Of `id owner { id }`: id and owner. */
function keyFields({ name, arguments: given = [] }: ConstDirectiveNode): string[] {
  const key = name.value === 'join__type' ? given.find((argument) => argument.name.value === 'key') : undefined;
  const text = key ? String(valueFromASTUntyped(key.value)) : '';
  return text.replaceAll(/\{[^]*\}/g, '').match(/\w+/g) ?? [];
}

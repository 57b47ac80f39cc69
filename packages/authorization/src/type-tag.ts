import { Kind } from 'graphql';
import type { FieldNode } from 'graphql';

/**
 * The response key under which pruned operations ask each object of an interface or union for its type. It is taken
 * out of the result again when the pruned fields are put back.
 */
export const typeTag = 'praetorTypeTag__';

export function typeTagSelection(): FieldNode {
  return { kind: Kind.FIELD, alias: { kind: Kind.NAME, value: typeTag }, name: { kind: Kind.NAME, value: '__typename' } };
}

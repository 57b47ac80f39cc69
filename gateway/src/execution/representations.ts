import type { FetchDataRewrite, QueryPlanSelectionNode } from '@apollo/query-planner';
import { type Json, merge, put } from './objects.ts';
import { rewriteOf } from './rewrites.ts';
import type { TypeNames } from './type-names.ts';

/** What of an object is sent to a subgraph to find the entity there; null when something of it is missing. */
export type Representing = (object: Json) => Json | null;

/** Where an input is missing, there is nothing to ask; an input that is null is sent as null. */
export function representationOf(
  requires: readonly QueryPlanSelectionNode[],
  inputRewrites: readonly FetchDataRewrite[] | undefined,
  types: TypeNames,
): Representing {
  const select = selecting(requires, types);
  const rewrite = rewriteOf(inputRewrites, types);
  return (object) => {
    const representation = select(object);
    // A type alone names no entity.
    if (!representation?.['__typename'] || Object.keys(representation).length === 1) return null;
    rewrite?.(representation);
    return representation;
  };
}

/** A key that is equal for objects with equal representations; null when there is none to send, undefined when that is not told so easily. */
export type QuickKey = (object: Json) => string | null | undefined;

/**
 * Most representations are a type and some scalars: then their places among those that are sent are found without making them.
 * Null: they are not of that form.
 */
export function quickKeyOf(requires: readonly QueryPlanSelectionNode[], types: TypeNames): QuickKey | null {
  const [fragment, ...others] = requires;
  if (fragment?.kind !== 'InlineFragment' || !fragment.typeCondition || others.length > 0) return null;
  const { typeCondition, selections } = fragment;
  const names = selections.flatMap((one) => (one.kind === 'Field' && !one.selections ? [one.alias ?? one.name] : []));
  if (names.length < selections.length || names.includes('__proto__')) return null;
  const scalars = names.filter((name) => name !== '__typename');
  return (object) => {
    const typeName = object['__typename'];
    if (typeof typeName !== 'string') return undefined;
    if (!types.satisfies(typeName, typeCondition)) return null;
    let key = typeName;
    for (const name of scalars) {
      const value = object[name];
      // Numbers and texts of the same letters are told apart, and texts from what follows them by their length.
      if (typeof value === 'string') key += `\n${value.length} ${value}`;
      else if (typeof value === 'number') key += `\n#${value}`;
      else return undefined;
    }
    return key;
  };
}

type Part = (source: Json, into: Json) => boolean;

/** False: something was missing. */
function selecting(selections: readonly QueryPlanSelectionNode[], types: TypeNames): Representing {
  const parts = selections.map((selection): Part => {
    if (selection.kind === 'Field') return field(selection.alias ?? selection.name, selection.selections, types);
    const { typeCondition } = selection;
    if (!typeCondition) return () => true;
    const inner = selecting(selection.selections, types);
    return (source, into) => {
      const typeName = source['__typename'];
      if (typeof typeName !== 'string' || !types.satisfies(typeName, typeCondition)) return true;
      const found = inner(source);
      if (found) merge(into, found, types);
      return true;
    };
  });
  return (source) => {
    const result: Json = {};
    for (const part of parts) if (!part(source, result)) return null;
    return result;
  };
}

function field(key: string, selections: readonly QueryPlanSelectionNode[] | undefined, types: TypeNames): Part {
  const inner = selections && selecting(selections, types);
  return (source, into) => {
    const value = source[key];
    if (value === undefined || !Object.hasOwn(source, key)) return false;
    put(into, key, inner ? selected(value, inner) : value);
    return true;
  };
}

function selected(value: unknown, inner: Representing): unknown {
  if (Array.isArray(value)) return value.map((item) => selected(item, inner));
  return typeof value === 'object' && value !== null ? inner(value as Json) : null;
}

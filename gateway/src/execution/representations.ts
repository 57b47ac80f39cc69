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

/** Tells entities of one type apart without making their representations. */
export interface QuickKey {
  /** The fields it is made of, beside `__typename`. */
  readonly names: readonly string[];
  /** Equal for objects with equal representations; null when there is none to send, undefined when that is not told so easily. */
  of(object: Json): string | number | null | undefined;
}

/** Most representations are a type and some scalars. Null: they are not of that form. */
export function quickKeyOf(requires: readonly QueryPlanSelectionNode[], types: TypeNames): QuickKey | null {
  const [fragment, ...others] = requires;
  if (fragment?.kind !== 'InlineFragment' || !fragment.typeCondition || others.length > 0) return null;
  const { typeCondition, selections } = fragment;
  const fields = selections.flatMap((one) => (one.kind === 'Field' && !one.selections ? [one.alias ?? one.name] : []));
  if (fields.length < selections.length || fields.includes('__proto__')) return null;
  const names = fields.filter((name) => name !== '__typename');
  const [first] = names;
  // A type alone names no entity.
  if (first === undefined) return null;
  const keyOf = names.length === 1 ? (object: Json) => scalar(object[first]) : (object: Json) => textOfAll(names, object);
  return {
    names,
    of(object) {
      const typeName = object['__typename'];
      if (typeof typeName !== 'string') return undefined;
      return types.satisfies(typeName, typeCondition) ? keyOf(object) : null;
    },
  };
}

const scalar = (value: unknown): string | number | undefined =>
  typeof value === 'string' || typeof value === 'number' ? value : undefined;

/** Numbers and texts of the same letters are told apart, and texts from what follows them by their length. */
function textOfAll(names: readonly string[], object: Json): string | undefined {
  let text = '';
  for (const name of names) {
    const value = object[name];
    if (typeof value === 'string') text += `\n${value.length} ${value}`;
    else if (typeof value === 'number') text += `\n#${value}`;
    else return undefined;
  }
  return text;
}

/** Values by type and quick key. */
export class ByKey<Value> {
  readonly #types = new Map<string, Map<string | number, Value>>();

  get(typeName: string, key: string | number): Value | undefined {
    return this.#types.get(typeName)?.get(key);
  }

  set(typeName: string, key: string | number, value: Value): void {
    const ofType = this.#types.get(typeName);
    if (ofType) ofType.set(key, value);
    else this.#types.set(typeName, new Map([[key, value]]));
  }
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

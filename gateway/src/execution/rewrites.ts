import type { FetchDataRewrite } from '@apollo/query-planner';
import { type Json, put } from './objects.ts';
import type { TypeNames } from './type-names.ts';

export type Rewrite = (value: unknown) => void;

const fragment = '... on ';

/** What a plan changes in an answer, or in what is sent, by paths of field names and type conditions. Null: nothing. */
export function rewriteOf(rewrites: readonly FetchDataRewrite[] | undefined, types: TypeNames): Rewrite | null {
  if (!rewrites?.length) return null;
  const steps = rewrites.map((one) => {
    const field = one.path.at(-1) ?? '';
    const change = changeOf(one, field);
    return (value: unknown): void => applyAt(value, one.path.slice(0, -1), types, change);
  });
  return (value) => steps.forEach((step) => step(value));
}

function changeOf(rewrite: FetchDataRewrite, field: string): (object: Json) => void {
  if (rewrite.kind === 'ValueSetter') return (object) => put(object, field, rewrite.setValueTo);
  return (object) => {
    // Also null, zero and the empty text: they are values like others.
    if (!Object.hasOwn(object, field) || object[field] === undefined) return;
    put(object, rewrite.renameKeyTo, object[field]);
    object[field] = undefined;
  };
}

function applyAt(value: unknown, path: readonly string[], types: TypeNames, change: (object: Json) => void): void {
  if (Array.isArray(value)) return value.forEach((item) => applyAt(item, path, types, change));
  if (typeof value !== 'object' || value === null) return;
  const object = value as Json;
  const [part, ...rest] = path;
  if (part === undefined) return change(object);
  if (!part.startsWith(fragment)) {
    if (Object.hasOwn(object, part)) applyAt(object[part], rest, types, change);
    return;
  }
  const typeName = object['__typename'];
  // Apollo's planner counts on it: what does not say its type is of the only one it can be.
  const applies = typeof typeName !== 'string' || types.satisfies(typeName, part.slice(fragment.length));
  if (applies) applyAt(object, rest, types, change);
}

import type { TypeNames } from './type-names.ts';

/** A JSON object of a subgraph's answer, or one that is put together from several. */
export type Json = Record<string, unknown>;

export const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** An element of a plan's path that stands for every item of a list. */
export const each = '@';

/** The objects at a path, in order; what is null or missing on the way has none. A path names nothing that objects inherit. */
export function collect(value: unknown, path: readonly string[], into: Json[], from = 0): void {
  for (let at = from; at < path.length; at += 1) {
    const part = path[at] ?? '';
    if (part === each) {
      if (Array.isArray(value)) for (const item of value) collect(item, path, into, at + 1);
      return;
    }
    if (!isObject(value)) return;
    value = value[part];
  }
  if (isObject(value)) into.push(value);
}

/** The same with each object's own path, written with keys and indices. */
export function* placesOf(
  value: unknown,
  path: readonly string[],
  from = 0,
): Generator<{ object: Json; at: (string | number)[] }> {
  const at: string[] = [];
  for (let index = from; index < path.length; index += 1) {
    const part = path[index] ?? '';
    if (part === each) {
      if (!Array.isArray(value)) return;
      for (const [item, inner] of value.entries())
        for (const place of placesOf(inner, path, index + 1)) yield { object: place.object, at: [...at, item, ...place.at] };
      return;
    }
    if (!isObject(value)) return;
    at.push(part);
    value = value[part];
  }
  if (isObject(value)) yield { object: value, at };
}

/**
 * Puts what `source` holds into `target`, object by object; where both hold a value, the later one stays. But a subgraph that knows
 * an interface only as an object calls its objects by the interface's name, which does not replace the name of their type.
 */
export function merge(target: Json, source: Json, types: TypeNames): void {
  for (const key in source) {
    const value = source[key];
    if (value === undefined) continue;
    // An inherited `constructor` is a function, and no function is among these values.
    const present = key === '__proto__' && !Object.hasOwn(target, key) ? undefined : target[key];
    if (typeof present !== 'object' || present === null) {
      if (key !== '__typename' || !isNarrower(present, value, types)) put(target, key, value);
    } else if (isObject(value) && !Array.isArray(present)) merge(present as Json, value, types);
    else if (Array.isArray(value) && Array.isArray(present) && value.length === present.length) mergeItems(present, value, types);
    else put(target, key, value);
  }
}

const isNarrower = (present: unknown, other: unknown, types: TypeNames): boolean =>
  typeof present === 'string' && typeof other === 'string' && types.satisfies(present, other);

function mergeItems(target: unknown[], source: readonly unknown[], types: TypeNames): void {
  for (const [index, value] of source.entries()) {
    const present = target[index];
    if (isObject(present) && isObject(value)) merge(present, value, types);
    else target[index] = value;
  }
}

/** Assigns a key of its own, also where the prototype has a setter of that name. */
export function put(target: Json, key: string, value: unknown): void {
  if (key !== '__proto__') target[key] = value;
  else Object.defineProperty(target, key, { value, configurable: true, enumerable: true, writable: true });
}

/** Another of the same content, for a place that will be written to. What no parser of JSON makes stays as it is. */
export function copyOf<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(copyOf) as Value;
  if (typeof value !== 'object' || value === null || !isPlain(value)) return value;
  const copy: Json = {};
  for (const key in value) put(copy, key, copyOf((value as Json)[key]));
  return copy as Value;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

import { collect, each, isObject, type Json } from './objects.ts';
import { ByKey, type QuickKey, quickKeyOf } from './representations.ts';
import { keysOf } from './fetch-documents.ts';
import { leadsTo, type Step } from './steps.ts';
import type { TypeNames } from './type-names.ts';

/** A path of a plan on which steps ask for entities. */
export interface Site {
  readonly path: readonly string[];
  /** Tells objects apart of which the same may be made; null: each step looks for its objects anew, and all stay as they are. */
  readonly key: QuickKey | null;
  /** Whether what stands on the way may be the same at several places. */
  readonly isBelowShared: boolean;
}

/**
 * Where the steps of a plan find objects. An operation mostly meets few entities at many places: where nothing but the key of one
 * was fetched, all places are given the same object, so that what comes later is asked, written and kept once. That is right
 * only where nothing is written by place any more: when all that fetches any part of the path comes before every step on it.
 */
export function sitesOf(steps: readonly Step[], types: TypeNames): ReadonlyMap<Step, Site> {
  const sites = new Map<string, Site>();
  const nearestFirst = steps.toSorted((one, other) => one.path.length - other.path.length);
  const above = (path: readonly string[]): boolean =>
    [...sites.values()].some((site) => site.key !== null && site.path.length < path.length && leadsTo(site.path, path));
  for (const { path } of nearestFirst)
    if (!sites.has(path.join('.')))
      sites.set(path.join('.'), { path, key: keyAt(path, steps, types), isBelowShared: above(path) });
  return new Map(
    steps.map((step) => [step, sites.get(step.path.join('.')) ?? { path: step.path, key: null, isBelowShared: false }]),
  );
}

function keyAt(path: readonly string[], steps: readonly Step[], types: TypeNames): QuickKey | null {
  const here = steps.filter((step) => step.path.length === path.length && leadsTo(step.path, path));
  const writers = steps.filter((step) => writesOn(step, path));
  if (path.length === 0 || !here.every(({ fetch, after }) => fetch.requires && writers.every((one) => after.includes(one))))
    return null;
  const keys = here.flatMap(({ fetch }) => quickKeyOf(fetch.requires ?? [], types) ?? []);
  // Before the others were fetched, objects hold the least.
  return keys.sort((one, other) => one.names.length - other.names.length)[0] ?? null;
}

function writesOn({ fetch, path: from }: Step, path: readonly string[]): boolean {
  if (from.length >= path.length || !leadsTo(from, path)) return false;
  const next = path[from.length] ?? '';
  const renamed = (fetch.outputRewrites ?? []).flatMap((one) => (one.kind === 'KeyRenamer' ? [one.renameKeyTo] : []));
  return [...keysOf(fetch), ...renamed].includes(next);
}

/** The objects at a site, each once. Found once in a run where they are shared: nothing changes there any more. */
export function objectsAt(site: Site, data: Json, found: Map<Site, readonly Json[]>): readonly Json[] {
  const known = found.get(site);
  if (known) return known;
  const objects: Json[] = [];
  if (!site.key) {
    collect(data, site.path, objects);
    return site.isBelowShared ? [...new Set(objects)] : objects;
  }
  new Sharing(site.key, objects, site.isBelowShared).visit(data, site.path, 0);
  found.set(site, objects);
  return objects;
}

/** Puts one object in the place of all that hold the same key and nothing else. */
class Sharing {
  readonly #key: QuickKey;
  readonly #objects: Json[];
  readonly #first = new ByKey<Json>();
  readonly #seen: Set<Json> | null;

  constructor(key: QuickKey, objects: Json[], isBelowShared: boolean) {
    this.#key = key;
    this.#objects = objects;
    this.#seen = isBelowShared ? new Set() : null;
  }

  visit(value: unknown, path: readonly string[], from: number): void {
    for (let at = from; at < path.length; at += 1) {
      const part = path[at] ?? '';
      const isLast = at === path.length - 1;
      if (part === each) {
        if (!Array.isArray(value)) return;
        for (let index = 0; index < value.length; index += 1)
          if (!isLast) this.visit(value[index], path, at + 1);
          else if (isObject(value[index])) value[index] = this.#take(value[index] as Json);
        return;
      }
      if (!isObject(value)) return;
      const inner = value[part];
      if (isLast && isObject(inner)) {
        const taken = this.#take(inner);
        if (taken !== inner) value[part] = taken;
      }
      value = inner;
    }
  }

  #take(object: Json): Json {
    const first = this.#firstLike(object);
    if (first) return first;
    if (this.#seen?.has(object)) return object;
    this.#seen?.add(object);
    this.#objects.push(object);
    return object;
  }

  /** Undefined where the object is the first of its kind, or holds more than its key. */
  #firstLike(object: Json): Json | undefined {
    let left = this.#key.names.length + 1;
    for (const _ in object) if ((left -= 1) < 0) return undefined;
    if (left > 0) return undefined;
    const key = this.#key.of(object);
    if (key == null) return undefined;
    const typeName = object['__typename'] as string;
    const first = this.#first.get(typeName, key);
    if (!first) this.#first.set(typeName, key, object);
    return first;
  }
}

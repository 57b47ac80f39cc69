import { collect, copyOf, isObject, type Json, merge } from './objects.ts';
import type { ReadyLane } from './ready-lane.ts';
import type { Run } from './run.ts';

/** One question about entities in one run: what is sent, each representation once, and which objects wait for which entity. */
export interface AskedLane {
  readonly lane: ReadyLane;
  /** The lane's place in its round. */
  readonly index: number;
  /** Of each step: the objects on its path, and beside each its entity's place among those asked, or what is known of it. */
  readonly waiting: readonly Waiting[];
  readonly representations: readonly Json[];
  /** The same as JSON. */
  readonly texts: readonly string[];
}

export interface Waiting {
  readonly targets: readonly Json[];
  /** -1: nothing is asked for this object. */
  readonly entities: readonly (number | Json)[];
}

const nothing = -1;

export const isToAsk = ({ texts }: AskedLane): boolean => texts.length > 0;

export function askLane(lane: ReadyLane, index: number, run: Run): AskedLane {
  const { represent, quickKey, rememberedAs } = lane;
  const known = rememberedAs === null ? undefined : run.known.get(rememberedAs);
  const places = new Map<string, number>();
  const quick = new Map<string, number | Json>();
  const representations: Json[] = [];
  const texts: string[] = [];
  const entityOf = (target: Json): number | Json => {
    const key = quickKey?.(target);
    if (key === null) return nothing;
    if (key === undefined) return represented(target);
    const met = quick.get(key);
    if (met !== undefined) return met;
    const found = represented(target, false);
    quick.set(key, found);
    return found;
  };
  const represented = (target: Json, mayBeMet = true): number | Json => {
    const representation = represent(target);
    if (!representation) return nothing;
    const text = JSON.stringify(representation);
    const remembered = known?.get(text);
    if (remembered) return remembered;
    if (mayBeMet) {
      const place = places.get(text);
      if (place !== undefined) return place;
      places.set(text, texts.length);
    }
    representations.push(representation);
    return texts.push(text) - 1;
  };
  const waiting = lane.steps.map(({ path }) => {
    const targets: Json[] = [];
    collect(run.data, path, targets);
    return { targets, entities: targets.map(entityOf) };
  });
  return { lane, index, waiting, representations, texts };
}

/** Puts entities to the objects that wait for them. One that waits for none, or whose entity is null, stays as it is. */
export function distribute({ lane, waiting }: AskedLane, entities: readonly unknown[]): void {
  const { rewrite, isWrittenTo, types } = lane;
  const given = new Set<Json>();
  for (const { targets, entities: places } of waiting) {
    for (const [at, target] of targets.entries()) {
      const place = places[at] ?? nothing;
      const entity = typeof place === 'number' ? entities[place] : place;
      if (!isObject(entity)) continue;
      const isFirst = typeof place === 'number' && !given.has(entity);
      if (isFirst) {
        given.add(entity);
        if (rewrite) rewriteWithType(entity, target, rewrite);
      }
      merge(target, isWrittenTo && !isFirst ? copyOf(entity) : entity, types);
    }
  }
}

function rewriteWithType(entity: Json, target: Json, rewrite: (value: unknown) => void): void {
  entity['__typename'] ??= target['__typename'];
  rewrite(entity);
}

/** Keeps entities for another round that asks the same. */
export function remember(
  { lane: { rememberedAs, isWrittenTo }, texts }: AskedLane,
  entities: readonly unknown[],
  run: Run,
): void {
  if (rememberedAs === null) return;
  const known = run.known.get(rememberedAs) ?? new Map<string, Json>();
  run.known.set(rememberedAs, known);
  for (const [place, text] of texts.entries()) {
    const entity = entities[place];
    // What the first place was given may be written to from now on.
    if (isObject(entity)) known.set(text, isWrittenTo ? copyOf(entity) : entity);
  }
}

import { copyOf, isObject, type Json, merge } from './objects.ts';
import type { ReadyLane } from './ready-lane.ts';
import { ByKey } from './representations.ts';
import type { Run } from './run.ts';
import { objectsAt } from './sites.ts';

/** One question about entities in one run: what is sent, each representation once, and which objects wait for which entity. */
export interface AskedLane {
  readonly lane: ReadyLane;
  /** The lane's place in its round. */
  readonly index: number;
  /** Of each step: the objects on its path, and beside each its entity's place among those asked, or what is known of it. */
  readonly waiting: readonly Waiting[];
  readonly representations: readonly Json[];
}

export interface Waiting {
  readonly targets: readonly Json[];
  /** -1: nothing is asked for this object. */
  readonly entities: readonly (number | Json)[];
}

const nothing = -1;

export const isToAsk = ({ representations }: AskedLane): boolean => representations.length > 0;

export function askLane(lane: ReadyLane, index: number, run: Run): AskedLane {
  const { represent, quickKey, rememberedAs } = lane;
  const known = rememberedAs === null ? undefined : run.known.get(rememberedAs);
  const places = new Map<string, number>();
  const quick = new ByKey<number | Json>();
  const representations: Json[] = [];
  const entityOf = (target: Json): number | Json => {
    const key = quickKey?.of(target);
    if (key === null) return nothing;
    if (key === undefined) return represented(target, true);
    const typeName = target['__typename'] as string;
    const met = quick.get(typeName, key);
    if (met !== undefined) return met;
    const found = represented(target, false);
    quick.set(typeName, key, found);
    return found;
  };
  const represented = (target: Json, mayBeMet: boolean): number | Json => {
    const representation = represent(target);
    if (!representation) return nothing;
    const text = known || mayBeMet ? JSON.stringify(representation) : '';
    const met = known?.get(text) ?? (mayBeMet ? places.get(text) : undefined);
    if (met !== undefined) return met;
    if (mayBeMet) places.set(text, representations.length);
    return representations.push(representation) - 1;
  };
  const waiting = lane.sites.map((site) => {
    const targets = objectsAt(site, run.data, run.found);
    return { targets, entities: targets.map(entityOf) };
  });
  return { lane, index, waiting, representations };
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
  { lane: { rememberedAs, isWrittenTo }, representations }: AskedLane,
  entities: readonly unknown[],
  run: Run,
): void {
  if (rememberedAs === null) return;
  const known = run.known.get(rememberedAs) ?? new Map<string, Json>();
  run.known.set(rememberedAs, known);
  for (const [place, representation] of representations.entries()) {
    const entity = entities[place];
    // What the first place was given may be written to from now on.
    if (isObject(entity)) known.set(JSON.stringify(representation), isWrittenTo ? copyOf(entity) : entity);
  }
}

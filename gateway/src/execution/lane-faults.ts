import type { GraphQLFormattedError } from 'graphql';
import type { SubgraphAnswer } from '../data-source.ts';
import type { AskedLane } from './asked-lane.ts';
import { placesOf } from './objects.ts';
import { laneAlias } from './request-text.ts';
import type { Run } from './run.ts';

type Path = readonly (string | number)[];

/** How many places are told of a failure of a whole question: a list may have thousands, and all say the same. */
const mostTold = 100;

/** Errors of an answer about entities, each told at every place that waits for what failed. */
export function tellLanes(
  asked: readonly AskedLane[],
  isAlone: boolean,
  subgraph: string,
  { errors = [] }: SubgraphAnswer,
  run: Run,
): void {
  for (const error of errors) {
    const [root, entity, ...rest] = error.path ?? [];
    const concerned = isAlone || root === undefined ? asked : asked.filter(({ index }) => laneAlias(index) === root);
    for (const lane of concerned)
      if (typeof entity === 'number') tellEntity(lane, entity, rest, subgraph, error, run);
      else tellLane(lane, subgraph, error, run);
  }
}

function tellEntity(
  { lane, waiting }: AskedLane,
  entity: number,
  rest: Path,
  subgraph: string,
  error: GraphQLFormattedError,
  run: Run,
): void {
  const inner = rest.map((part) => (typeof part === 'string' ? lane.outward(part) : part));
  for (const [index, { targets, entities }] of waiting.entries()) {
    const concerned = new Set(targets.filter((_, at) => entities[at] === entity));
    if (concerned.size === 0) continue;
    for (const { object, at } of placesOf(run.data, lane.steps[index]?.path ?? []))
      if (concerned.has(object)) run.faults.tell(subgraph, error, [...at, ...inner]);
  }
}

/** A failure of the question as a whole. */
export function tellLane({ lane, waiting }: AskedLane, subgraph: string, error: GraphQLFormattedError, run: Run): void {
  let told = 0;
  for (const [index, { targets, entities }] of waiting.entries()) {
    const concerned = new Set(targets.filter((_, at) => isAsked(entities[at])));
    for (const { object, at } of placesOf(run.data, lane.steps[index]?.path ?? [])) {
      if (!concerned.has(object)) continue;
      run.faults.tell(subgraph, error, at, told < mostTold);
      told += 1;
    }
  }
}

const isAsked = (entity: unknown): boolean => typeof entity === 'number' && entity >= 0;

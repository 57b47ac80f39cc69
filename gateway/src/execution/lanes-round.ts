import type { Subgraph, SubgraphAnswer, SubgraphRequest } from '../data-source.ts';
import { type AskedLane, askLane, distribute, isToAsk, remember } from './asked-lane.ts';
import { tellLane, tellLanes } from './lane-faults.ts';
import { type ReadyLane, readyLane, type Surroundings } from './ready-lane.ts';
import { laneAlias, laneVariable, mergedText } from './request-text.ts';
import type { Run } from './run.ts';
import type { Round } from './schedule.ts';
import { type Given, givenVariables, type QueryText, queryText, requestOf } from './subgraph-request.ts';

/** Questions about entities of one subgraph in one request. */
export interface LanesRound {
  readonly kind: 'lanes';
  readonly lanes: readonly ReadyLane[];
  /** Operations of several lanes, by the lanes' places: which of them have anything to ask differs from run to run. */
  readonly texts: Map<string, QueryText>;
}

export function lanesRoundOf(round: Round, surroundings: Surroundings): LanesRound {
  return { kind: 'lanes', lanes: round.lanes.map((lane) => readyLane(lane, surroundings)), texts: new Map() };
}

/** Null: there is nothing to ask. */
export function runLanes(round: LanesRound, subgraph: Subgraph, run: Run): Promise<void> | null {
  const all = round.lanes.map((lane, index) => askLane(lane, index, run));
  const asked = all.filter(isToAsk);
  if (asked.length === 0) {
    all.forEach((lane) => distribute(lane, []));
    return null;
  }
  return subgraph.ask(requestFor(round, asked, run), run.actor, run.leaving).then((answer) => {
    const isAlone = asked.length === 1;
    tellLanes(asked, isAlone, subgraph.name, answer, run);
    for (const lane of all) {
      const entities = isToAsk(lane) ? entitiesOf(lane, isAlone, answer, subgraph, run) : [];
      distribute(lane, entities);
      // What came with errors is asked again, so that each place is told of its own.
      if (!answer.errors?.length) remember(lane, entities, run);
    }
  });
}

function entitiesOf(
  lane: AskedLane,
  isAlone: boolean,
  { data }: SubgraphAnswer,
  subgraph: Subgraph,
  run: Run,
): readonly unknown[] {
  // With no data at all, the errors say why.
  if (data == null) return [];
  const entities = data[isAlone ? '_entities' : laneAlias(lane.index)];
  if (Array.isArray(entities) && entities.length === lane.representations.length) return entities;
  tellLane(
    lane,
    subgraph.name,
    { message: `It answered other than the ${lane.representations.length} entities it was asked for.` },
    run,
  );
  return [];
}

function requestFor(round: LanesRound, asked: readonly AskedLane[], run: Run): SubgraphRequest {
  const [first] = asked;
  if (first && asked.length === 1)
    return requestOf(first.lane.text, [
      givenRepresentations('representations', first),
      ...givenVariables(first.lane.variableUsages, run.variables),
    ]);
  const names = new Set(asked.flatMap(({ lane }) => lane.variableUsages));
  return requestOf(textOf(round, asked), [
    ...asked.map((one) => givenRepresentations(laneVariable(one.index), one)),
    ...givenVariables([...names], run.variables),
  ]);
}

const givenRepresentations = (name: string, { representations }: AskedLane): Given => ({ name, value: representations });

/** Sets of lanes of one round that are kept as text. */
const mostTexts = 64;

function textOf({ texts }: LanesRound, asked: readonly AskedLane[]): QueryText {
  const key = asked.map(({ index }) => index).join();
  const known = texts.get(key);
  if (known) return known;
  const query = mergedText(
    asked.map(({ lane }) => lane.document),
    asked.map(({ index }) => index),
  );
  const text = queryText(query, asked[0]?.lane.text.operationName);
  if (texts.size >= mostTexts) texts.clear();
  texts.set(key, text);
  return text;
}

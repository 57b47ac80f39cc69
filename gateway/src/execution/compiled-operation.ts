import type { QueryPlan } from '@apollo/query-planner';
import { Lru } from '@praetor/authorization/lru';
import { type DocumentNode, GraphQLError } from 'graphql';
import type { Subgraph } from '../data-source.ts';
import { coded } from '../errors.ts';
import { withoutConditions } from './conditions.ts';
import { introspected } from './introspection.ts';
import { lanesRoundOf } from './lanes-round.ts';
import type { PlannerNames, SafeDocument } from './names.ts';
import type { Json } from './objects.ts';
import type { Planner } from './planner.ts';
import type { Surroundings } from './ready-lane.ts';
import { rootRoundOf } from './root-round.ts';
import { type ReadyRound, runRounds } from './rounds.ts';
import { type Asked, startRun } from './run.ts';
import { type Round, scheduleOf } from './schedule.ts';
import { conditionVariables, operationOf, type Selections, selectionsOf } from './selections.ts';
import { compileShape } from './shape.ts';
import type { Completion, Shaper } from './shape-code.ts';
import { sitesOf } from './sites.ts';
import { stepsOf } from './steps.ts';
import type { TypeNames } from './type-names.ts';

/** What every operation on one supergraph is compiled with. */
export interface Workshop {
  readonly planner: Planner;
  readonly names: PlannerNames;
  readonly types: TypeNames;
  readonly subgraphs: ReadonlyMap<string, Subgraph>;
  /** Whether fetches for entities of this subgraph may share a request. */
  merges(subgraph: string): boolean;
}

export interface Answer {
  readonly data: Json | null;
  readonly errors: readonly GraphQLError[];
}

/** One operation of one document, planned, and compiled for each way its conditions are answered. */
export interface CompiledOperation {
  /** `conditions`: the variables with defaults, as `@skip` and `@include` see them. */
  run(asked: Asked, conditions: Readonly<Json>): Promise<Answer>;
}

/** Ways of answering an operation's conditions that are remembered; more are compiled anew. */
const mostVariants = 32;

/** Plans and compiles a valid operation that its viewer may run. */
export function compileOperation(workshop: Workshop, document: DocumentNode, operationName: string | null): CompiledOperation {
  const safe = workshop.names.safe(document);
  const variables = conditionVariables(document);
  const planFor = planning(workshop, safe.document, operationName, variables.length > 0);
  const variants = new Lru<string, Variant>(mostVariants);
  return {
    async run(asked, conditions) {
      const answers = variables.map((name) => answerTo(conditions, name));
      const variant = variants.take(answers.join(), () => {
        const holds = (name: string): boolean => answers[variables.indexOf(name)] === true;
        return compileVariant(workshop, { document, operationName, safe, plan: planFor(holds), holds });
      });
      return runVariant(variant, asked);
    },
  };
}

type PlanFor = (holds: (variable: string) => boolean) => QueryPlan;

/** The plan for an answer to the conditions: mostly one for all. */
function planning(
  { planner, names }: Workshop,
  document: DocumentNode,
  operationName: string | null,
  hasConditions: boolean,
): PlanFor {
  const planEach: PlanFor = (holds) => planner.plan(withoutConditions(document, holds), operationName);
  if (hasConditions && names.selectsComputed(document)) return planEach;
  try {
    const plan = planner.plan(document, operationName);
    return () => plan;
  } catch (error) {
    // Some conditions beside each other make the planner contradict itself.
    if (hasConditions) return planEach;
    throw error;
  }
}

function answerTo(conditions: Readonly<Json>, name: string): boolean {
  const value = conditions[name];
  if (typeof value === 'boolean') return value;
  throw coded('BAD_USER_INPUT', `Variable "$${name}" decides what is included, so it must not be null.`, {
    http: { status: 400 },
  });
}

interface Planned {
  readonly document: DocumentNode;
  readonly operationName: string | null;
  readonly safe: SafeDocument;
  readonly plan: QueryPlan;
  holds(variable: string): boolean;
}

interface Variant {
  readonly rounds: readonly ReadyRound[];
  readonly shape: Shaper;
  readonly introspect: ((variables: Readonly<Json>) => Json) | null;
  clientKey(key: string): string;
}

function compileVariant(workshop: Workshop, { document, operationName, safe, plan, holds }: Planned): Variant {
  const { apiSchema: schema } = workshop.planner;
  const operation = operationOf(document, operationName);
  const selections: Selections = selectionsOf(schema, document, operation, holds);
  const isMutation = String(operation.operation) === 'mutation';
  const steps = stepsOf(plan, isMutation, holds);
  const schedule = scheduleOf(steps, { isMutation, merges: workshop.merges });
  return {
    rounds: readyRounds(schedule, sitesOf(steps, workshop.types), isMutation, workshop),
    shape: compileShape({ schema, selections, dataKey: safe.dataKey }),
    introspect: introspected(schema, document, selections),
    clientKey: safe.clientKey,
  };
}

function readyRounds(
  schedule: readonly Round[],
  sites: Surroundings['sites'],
  isMutation: boolean,
  { types, subgraphs }: Workshop,
): ReadyRound[] {
  const identities = schedule.flatMap(({ lanes }) => lanes.map(({ identity }) => identity));
  // What a mutation changed must be read anew.
  const isRepeated = (identity: string): boolean => !isMutation && identities.filter((one) => one === identity).length > 1;
  return schedule.map((round, index) => {
    const subgraph = subgraphs.get(round.subgraph);
    if (!subgraph) throw new Error(`The plan asks "${round.subgraph}", which this gateway does not reach.`);
    return {
      subgraph,
      ask: round.root ? rootRoundOf(round.root, types) : lanesRoundOf(round, { types, sites, isRepeated }),
      awaits: round.after.length,
      awaitedBy: schedule.flatMap(({ after }, other) => (after.includes(index) ? [other] : [])),
    };
  });
}

async function runVariant(variant: Variant, asked: Asked): Promise<Answer> {
  const run = startRun(asked, variant.clientKey);
  await runRounds(variant.rounds, run);
  if (variant.introspect) Object.assign(run.data, variant.introspect(asked.variables));
  const found: Completion[] = [];
  const data = variant.shape(run.data, found) as Json | null;
  if (found.length === 0) return { data, errors: run.faults.errors };
  const untold = found
    .map(({ message, path }) => ({ message, path: path.toReversed() }))
    // A subgraph that failed said already why something is missing.
    .filter(({ path }) => !run.faults.explain(path))
    .map(({ message, path }) => new GraphQLError(message, { path, extensions: { code: 'INVALID_SUBGRAPH_VALUE' } }));
  return { data, errors: [...run.faults.errors, ...untold] };
}

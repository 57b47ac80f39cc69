import { createHash } from 'node:crypto';
import { createPruner, type Pruner } from '@praetor/authorization/prune';
import { readRequirements, type Requirements } from '@praetor/authorization/requirements';
import { type GraphQLSchema, parse } from 'graphql';
import type { Logger } from 'pino';
import { type AuthorizationMode, prunerInMode } from './authorization-mode.ts';
import type { Subgraph } from './data-source.ts';
import { type EntityKeys, readEntityKeys } from './entity-keys.ts';
import type { Answer } from './execution/compiled-operation.ts';
import { createExecution, type PlannedOperation } from './execution/execution.ts';
import { plannerNames } from './execution/names.ts';
import { loadPlanner } from './execution/planner.ts';
import { readTypeNames } from './execution/type-names.ts';
import { type LiveField, readLiveFields } from './live/live-fields.ts';
import { assertMarked, readViewerMarks, type ViewerMarks } from './live/viewer-marks.ts';
import { type CostGuard, costGuard } from './limits/cost-budget.ts';
import { readCostModel } from './limits/cost-model.ts';

/** A supergraph in use. It never changes: a swap puts another in its place, and what began with this one ends with it. */
export interface Supergraph {
  /** SHA-256 of the SDL. */
  readonly id: string;
  readonly apiSchema: GraphQLSchema;
  readonly requirements: Requirements;
  readonly pruner: Pruner;
  readonly assertAffordable: CostGuard;
  readonly liveFields: ReadonlyMap<string, LiveField>;
  readonly entityKeys: EntityKeys;
  readonly viewerMarks: ViewerMarks;
  /** Plans and runs an operation that the caller may run: prune first. */
  execute(operation: PlannedOperation): Promise<Answer>;
}

export interface SupergraphOptions {
  readonly subgraphs: readonly Subgraph[];
  readonly logger: Logger;
  readonly authorizationMode: AuthorizationMode | 'off';
  /** What an operation may cost, by role. */
  readonly costBudgets: ReadonlyMap<string, number>;
  /** Subgraphs whose fetches for entities each go in a request of their own. */
  readonly unmerged: ReadonlySet<string>;
}

/** Loads a composed supergraph. Throws, and changes nothing, when it is not one or when a subgraph it needs is not given. */
export async function loadSupergraph(sdl: string, options: SupergraphOptions): Promise<Supergraph> {
  const { subgraphs, logger, authorizationMode, costBudgets, unmerged } = options;
  const byName = new Map(subgraphs.map((subgraph) => [subgraph.name, subgraph]));
  const requirements = readRequirements(sdl);
  const supergraph = parse(sdl, { noLocation: true });
  const names = plannerNames(supergraph);
  const planner = await loadPlanner(sdl, new Set(byName.keys()), logger);
  const { apiSchema } = planner;
  const liveFields = readLiveFields(sdl, apiSchema);
  const viewerMarks = readViewerMarks(sdl);
  assertMarked(liveFields, requirements, viewerMarks);
  return {
    id: sha256(sdl),
    apiSchema,
    requirements,
    pruner: prunerInMode(createPruner(apiSchema, requirements), authorizationMode, logger),
    assertAffordable: costGuard(apiSchema, readCostModel(sdl, apiSchema), costBudgets),
    liveFields,
    entityKeys: readEntityKeys(sdl),
    viewerMarks,
    execute: createExecution({
      planner,
      names,
      types: readTypeNames(supergraph),
      subgraphs: byName,
      merges: (subgraph) => !unmerged.has(subgraph),
    }),
  };
}

/** The supergraph new operations use, and how to put another in its place. */
export interface SupergraphHolder {
  readonly current: Supergraph;
  /** Takes effect for the next operation; the same SDL again changes nothing. Throws and keeps the present one when `sdl` cannot be loaded. */
  swap(sdl: string): Promise<Supergraph>;
}

export async function holdSupergraph(sdl: string, options: SupergraphOptions): Promise<SupergraphHolder> {
  let current = await loadSupergraph(sdl, options);
  let turn: Promise<unknown> = Promise.resolve();
  const swapTo = async (wanted: string): Promise<Supergraph> => {
    if (sha256(wanted) === current.id) return current;
    current = await loadSupergraph(wanted, options);
    options.logger.info({ supergraph: current.id }, 'Supergraph swapped.');
    return current;
  };
  return {
    get current() {
      return current;
    },
    swap(wanted) {
      // One after the other: the last to be asked for is the one that stays.
      const swapped = turn.then(() => swapTo(wanted));
      turn = swapped.catch(() => {});
      return swapped;
    },
  };
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

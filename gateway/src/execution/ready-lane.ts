import type { DocumentNode } from 'graphql';
import { type QuickKey, quickKeyOf, type Representing, representationOf } from './representations.ts';
import { type Rewrite, rewriteOf } from './rewrites.ts';
import type { Lane } from './schedule.ts';
import type { Site } from './sites.ts';
import type { Step } from './steps.ts';
import { outwardKeys, type QueryText, queryText } from './subgraph-request.ts';
import type { TypeNames } from './type-names.ts';

/** One question about entities, ready to be asked. */
export interface ReadyLane {
  readonly steps: readonly Step[];
  /** Of each step, where it finds its objects. */
  readonly sites: readonly Site[];
  readonly document: DocumentNode;
  readonly text: QueryText;
  readonly variableUsages: readonly string[];
  readonly represent: Representing;
  readonly quickKey: QuickKey | null;
  readonly rewrite: Rewrite | null;
  readonly outward: (key: string) => string;
  readonly types: TypeNames;
  readonly isWrittenTo: boolean;
  /** Under which its entities are remembered, where another round asks the same. */
  readonly rememberedAs: string | null;
}

/** What is known of all steps of a plan. */
export interface Surroundings {
  readonly types: TypeNames;
  readonly sites: ReadonlyMap<Step, Site>;
  /** Whether a question of this identity is asked in several rounds. */
  isRepeated(identity: string): boolean;
}

export function readyLane(lane: Lane, { types, sites, isRepeated }: Surroundings): ReadyLane {
  const [first] = lane.steps;
  if (!first) throw new Error('A lane has no steps.');
  const { operation, operationName, variableUsages = [], requires = [], inputRewrites, outputRewrites } = first.fetch;
  return {
    steps: lane.steps,
    sites: lane.steps.flatMap((step) => sites.get(step) ?? []),
    document: lane.document,
    text: queryText(operation, operationName),
    variableUsages,
    represent: representationOf(requires, inputRewrites, types),
    quickKey: quickKeyOf(requires, types),
    rewrite: rewriteOf(outputRewrites, types),
    outward: outwardKeys(outputRewrites),
    types,
    isWrittenTo: lane.isWrittenTo,
    rememberedAs: isRepeated(lane.identity) ? lane.identity : null,
  };
}

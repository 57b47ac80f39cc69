import type { Subgraph, SubgraphAnswer } from '../data-source.ts';
import { keysOf } from './fetch-documents.ts';
import { collect, copyOf, isObject, type Json, merge, placesOf } from './objects.ts';
import { type Rewrite, rewriteOf } from './rewrites.ts';
import type { Run } from './run.ts';
import type { Step } from './steps.ts';
import type { TypeNames } from './type-names.ts';
import { givenVariables, outwardKeys, type QueryText, queryText, requestOf } from './subgraph-request.ts';

/** A fetch of root fields. */
export interface RootRound {
  readonly kind: 'root';
  readonly step: Step;
  readonly text: QueryText;
  /** Its root fields' keys, which are missing together when nothing is answered. */
  readonly keys: readonly string[];
  readonly types: TypeNames;
  readonly rewrite: Rewrite | null;
  readonly outward: (key: string) => string;
}

export function rootRoundOf(step: Step, types: TypeNames): RootRound {
  const { operation, operationName, outputRewrites } = step.fetch;
  return {
    kind: 'root',
    step,
    text: queryText(operation, operationName),
    keys: keysOf(step.fetch),
    types,
    rewrite: rewriteOf(outputRewrites, types),
    outward: outwardKeys(outputRewrites),
  };
}

/** Null: there is no place to answer for. */
export function runRoot(round: RootRound, subgraph: Subgraph, run: Run): Promise<void> | null {
  const { step, text } = round;
  const targets: Json[] = [];
  collect(run.data, step.path, targets);
  if (targets.length === 0) return null;
  const variables = givenVariables(step.fetch.variableUsages, run.variables);
  return subgraph.ask(requestOf(text, variables), run.actor, run.leaving).then((answer) => {
    tell(round, subgraph.name, answer, run);
    if (!isObject(answer.data)) return;
    round.rewrite?.(answer.data);
    for (const [index, target] of targets.entries()) merge(target, index === 0 ? answer.data : copyOf(answer.data), round.types);
  });
}

function tell({ step, keys, outward }: RootRound, subgraph: string, { data, errors = [] }: SubgraphAnswer, run: Run): void {
  if (errors.length === 0) return;
  const places = [...placesOf(run.data, step.path)].map(({ at }) => at);
  for (const error of errors) {
    const inner = error.path?.map((part) => (typeof part === 'string' ? outward(part) : part));
    for (const at of places) {
      if (inner) run.faults.tell(subgraph, error, [...at, ...inner]);
      else if (data) run.faults.tell(subgraph, error, undefined);
      // Nothing was answered: each of its root fields is missing.
      else for (const key of keys) run.faults.tell(subgraph, error, [...at, key]);
    }
  }
}

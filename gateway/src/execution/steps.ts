import { type FetchNode, isPlanNode, type PlanNode, type QueryPlan } from '@apollo/query-planner';

/** One fetch of a plan, and what has to be done before it. */
export interface Step {
  readonly fetch: FetchNode;
  /** From the root to the objects it adds to; `@` for each item of a list. */
  readonly path: readonly string[];
  readonly after: readonly Step[];
}

/**
 * The fetches of a plan, each after those it waits for. A plan says more of their order than is needed: a fetch depends on what
 * was written on its path alone, so in a query it waits for nothing else.
 */
export function stepsOf(plan: QueryPlan, isMutation: boolean, holds: (variable: string) => boolean): Step[] {
  /** The steps of a node, of which those `before` come first. */
  const walk = (node: PlanNode, path: readonly string[], before: readonly Step[]): readonly Step[] => {
    switch (node.kind) {
      case 'Fetch':
        return [{ fetch: node, path, after: isMutation ? before : before.filter((one) => areRelated(one.path, path)) }];
      case 'Flatten':
        return walk(node.node, [...path, ...ownKeys(node.path)], before);
      case 'Sequence':
        return node.nodes.reduce<readonly Step[]>((done, one) => [...done, ...walk(one, path, [...before, ...done])], []);
      case 'Parallel':
        return node.nodes.flatMap((one) => walk(one, path, before));
      case 'Condition': {
        const chosen = holds(node.condition) ? node.ifClause : node.elseClause;
        return chosen ? walk(chosen, path, before) : [];
      }
      case 'Defer':
        throw new Error('This gateway plans no @defer.');
    }
  };
  if (plan.node && !isPlanNode(plan.node)) throw new Error('Subscriptions are run as queries.');
  return plan.node ? [...walk(plan.node, [], [])] : [];
}

/** Every object inherits `__proto__`, so a path through it would lead out of the data. */
function ownKeys(path: readonly (string | number)[]): string[] {
  if (path.includes('__proto__')) throw new Error('A plan goes through "__proto__".');
  return path.map(String);
}

const areRelated = (one: readonly string[], other: readonly string[]): boolean => leadsTo(one, other) || leadsTo(other, one);

/** Whether the first path ends where the second does, or on the way there. */
export const leadsTo = (path: readonly string[], other: readonly string[]): boolean =>
  path.length <= other.length && path.every((part, at) => part === other[at]);

import { type DocumentNode, getOperationAST, type GraphQLSchema } from 'graphql';
import { coded } from '../errors.ts';
import type { Viewer } from '../viewer.ts';
import { costOf } from './cost.ts';
import type { CostModel } from './cost-model.ts';

/** Throws GRAPHQL_COST_LIMIT when an operation may cost more than its viewer has for one. */
export type CostGuard = (operation: Operation, viewer: Viewer) => void;

type Operation = Parameters<typeof costOf>[2];

export function costGuard(schema: GraphQLSchema, model: CostModel, budgets: ReadonlyMap<string, number>): CostGuard {
  // Without variables an operation costs the same each time.
  const known = new WeakMap<DocumentNode, Map<string | null, number>>();
  const costIn = (operation: Operation): number => {
    const { document, operationName } = operation;
    const definition = getOperationAST(document, operationName);
    if (!definition || definition.variableDefinitions?.length) return costOf(schema, model, operation);
    const byName = known.get(document) ?? new Map<string | null, number>();
    const cost = byName.get(operationName) ?? costOf(schema, model, operation);
    known.set(document, byName.set(operationName, cost));
    return cost;
  };
  return (operation, viewer) => {
    const budget = budgetOf(viewer, budgets);
    const cost = costIn(operation);
    if (cost <= budget) return;
    throw coded(
      'GRAPHQL_COST_LIMIT',
      `This operation may cost ${cost}; you have ${budget} for one. Ask for fewer items a page, or split it.`,
      { http: { status: 400 }, extensions: { cost, budget } },
    );
  };
}

/** The largest of the viewer's roles. */
function budgetOf({ authenticated, actor }: Viewer, budgets: ReadonlyMap<string, number>): number {
  if (!authenticated) return budgets.get('ANONYMOUS') ?? 0;
  return Math.max(budgets.get('DEFAULT') ?? 0, ...actor.roles.map((role) => budgets.get(role) ?? 0));
}

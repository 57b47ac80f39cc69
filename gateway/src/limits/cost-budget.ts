import type { GraphQLSchema } from 'graphql';
import { coded } from '../errors.ts';
import type { Viewer } from '../viewer.ts';
import { costOf } from './cost.ts';
import type { CostModel } from './cost-model.ts';

/** Throws GRAPHQL_COST_LIMIT when an operation may cost more than its viewer has for one. */
export type CostGuard = (operation: Parameters<typeof costOf>[2], viewer: Viewer) => void;

export function costGuard(schema: GraphQLSchema, model: CostModel, budgets: ReadonlyMap<string, number>): CostGuard {
  return (operation, viewer) => {
    const budget = budgetOf(viewer, budgets);
    const cost = costOf(schema, model, operation);
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

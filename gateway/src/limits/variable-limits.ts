import { coded } from '../errors.ts';

const maxDepth = 20;
const maxValues = 10_000;

/**
 * Throws GRAPHQL_VARIABLE_LIMIT for variables that are nested deeper, or hold more values, than anything asks for: all that
 * comes later walks them by recursion.
 */
export function assertVariablesWithin(variables: Readonly<Record<string, unknown>>): void {
  let level: unknown[] = [variables];
  let count = 0;
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > maxDepth) throw exceeded(`are nested deeper than ${maxDepth} levels`);
    const below: unknown[] = [];
    for (const value of level) {
      if (typeof value !== 'object' || value === null) continue;
      const inner = Object.values(value);
      count += inner.length;
      if (count > maxValues) throw exceeded(`hold more than ${maxValues} values`);
      below.push(...inner);
    }
    level = below;
  }
}

const exceeded = (what: string) =>
  coded('GRAPHQL_VARIABLE_LIMIT', `The variables ${what}. Send them in parts.`, { http: { status: 400 } });

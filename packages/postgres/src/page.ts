import { InvalidInput } from '@praetor/kernel/refusal';
import { CursorError, type EntityName, type FilterQuery, type QueryOrderMap } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';

/** Relay's connection arguments. */
export interface PageArguments {
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}

/** One page of a list: Relay's connection shape. */
export interface Page<Node> {
  edges: { cursor: string; node: Node }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
}

export const pageSize = { default: 20, most: 100 } as const;

/**
 * A keyset page: costs the same at the first and the millionth row, given an index that begins with the tenant and the
 * filtered columns and ends with the order. Newest first unless told otherwise (ids sort by time of creation).
 */
export async function keysetPage<Row extends object>(
  em: EntityManager,
  entity: EntityName<Row>,
  where: FilterQuery<NoInfer<Row>>,
  page: PageArguments,
  orderBy: QueryOrderMap<NoInfer<Row>> = { id: 'desc' } as QueryOrderMap<Row>,
): Promise<Page<Row>> {
  const range = rangeOf(page);
  try {
    const found = await em.findByCursor(entity, { where, orderBy, includeCount: false, ...range });
    return {
      edges: found.items.map((node) => ({ cursor: found.from(node), node: node as Row })),
      pageInfo: {
        hasNextPage: found.hasNextPage,
        hasPreviousPage: found.hasPrevPage,
        startCursor: found.startCursor,
        endCursor: found.endCursor,
      },
    };
  } catch (error) {
    if (isCursorFault(error))
      throw new InvalidInput([{ path: ['after'], message: 'Use a cursor of this list, as it was given.' }]);
    throw error;
  }
}

function rangeOf({ first, after, last, before }: PageArguments) {
  for (const [name, size] of Object.entries({ first, last })) {
    if (size != null && (size < 1 || size > pageSize.most)) {
      throw new InvalidInput([{ path: [name], message: `Ask for 1 to ${pageSize.most} items.` }]);
    }
  }
  if (last != null) return { last, ...(before != null && { before }) };
  return { first: first ?? pageSize.default, ...(after != null && { after }) };
}

/** A cursor that does not decode, or decodes to what the columns cannot be (22P02, 22007, 22008: invalid text for the type). */
function isCursorFault(error: unknown): boolean {
  return error instanceof CursorError || ['22P02', '22007', '22008'].includes(String((error as { code?: unknown }).code));
}

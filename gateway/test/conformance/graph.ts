import type { Json } from '../fixtures/json.ts';
import { type FixtureSubgraph, fixtureSubgraph, type Resolvers } from '../fixtures/subgraph.ts';
import { type Answer, gatewayWorld, type WorldOptions } from '../fixtures/world.ts';

/** What a client got, with each error as `code at.its.path`. */
export interface Seen {
  data: Json;
  errors?: string[];
}

export const seen = ({ body: { data, errors } }: Answer): Seen => ({
  data,
  ...(errors && { errors: errors.map(({ extensions, path }: Json) => `${extensions.code} ${path?.join('.') ?? '-'}`).sort() }),
});

/** A gateway on a real port over small subgraphs of the test's own, given as name → [SDL, resolvers]. */
export async function graphOf(
  parts: Record<string, [string, Resolvers]>,
  { secondWall = false, ...options }: WorldOptions & { secondWall?: boolean } = {},
) {
  const others = Object.entries(parts).map(([name, [types, resolvers]]) =>
    fixtureSubgraph(name, types, resolvers, { secondWall }),
  );
  const world = await gatewayWorld({ ...options, others });
  const subgraph = (name: string): FixtureSubgraph => {
    const found = others.find((one) => one.name === name);
    if (!found) throw new Error(`There is no subgraph "${name}".`);
    return found;
  };
  return {
    ...world,
    subgraph,
    see: async (query: string, init: Parameters<typeof world.ask>[1] = {}): Promise<Seen> => seen(await world.ask(query, init)),
    /** The queries that a subgraph was sent, as one text. */
    sent: (name: string): string =>
      subgraph(name)
        .asked.map(({ query }) => query.replaceAll(/\s+/g, ' '))
        .join('\n'),
  };
}

/** A root field anybody may ask for: without a declaration, it would be for nobody. */
export const open = '@policy(policies: [["public"]])';

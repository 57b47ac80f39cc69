import { systemActor } from '@praetor/identity/actor';
import { newId } from '@praetor/kernel/id';
import { type DocumentNode, type GraphQLSchema, parse } from 'graphql';
import { pino } from 'pino';
import type { SubgraphAnswer, SubgraphRequest } from '../../src/data-source.ts';
import type { Answer } from '../../src/execution/compiled-operation.ts';
import { createExecution } from '../../src/execution/execution.ts';
import { plannerNames } from '../../src/execution/names.ts';
import { loadPlanner } from '../../src/execution/planner.ts';
import { readTypeNames } from '../../src/execution/type-names.ts';
import { type ApolloAnswer, apolloOver, type Ask } from './apollo.ts';
import { type Faults, fakeSubgraph, noFaults } from './fake-subgraph.ts';
import type { Graph } from './graphs.ts';

const actor = systemActor('differential', newId('tenant'));

/** Apollo's executor and ours over the very same subgraphs. */
export interface Both {
  readonly schema: GraphQLSchema;
  /** What each answers, and how many requests each made. */
  run(
    document: DocumentNode,
    variables: Record<string, unknown>,
    faults?: (subgraph: string) => Faults,
  ): Promise<{ apollo: ApolloAnswer; ours: Answer; requests: { apollo: number; ours: number } }>;
}

export async function bothOver({ subgraphs, supergraph }: Graph, merges = true): Promise<Both> {
  let faults: (subgraph: string) => Faults = () => noFaults;
  let requests = 0;
  const fakes = new Map(subgraphs.map(({ name, sdl }) => [name, fakeSubgraph(sdl, () => faults(name))]));
  const ask: Ask = async (subgraph, request: SubgraphRequest): Promise<SubgraphAnswer> => {
    requests += 1;
    // Answers come in no order to count on, and are the asker's own to write into.
    await new Promise((resolve) => setImmediate(resolve));
    return structuredClone(fakes.get(subgraph)!(request));
  };
  const apollo = await apolloOver(supergraph, ask);
  const document = parse(supergraph, { noLocation: true });
  const execute = createExecution({
    planner: await loadPlanner(supergraph, new Set(fakes.keys()), pino({ level: 'silent' })),
    names: plannerNames(document),
    types: readTypeNames(document),
    subgraphs: new Map([...fakes.keys()].map((name) => [name, { name, ask: (request) => ask(name, request) }])),
    merges: () => merges,
  });
  const counted = async <Value>(run: () => Promise<Value>): Promise<[Value, number]> => {
    requests = 0;
    return [await run(), requests];
  };
  return {
    schema: apollo.schema,
    async run(operation, variables, given = () => noFaults) {
      faults = given;
      const [theirs, many] = await counted(() => apollo.run(operation, variables));
      const [ours, few] = await counted(() =>
        execute({ document: operation, variables, coerced: variables, actor, leaving: null }),
      );
      return { apollo: theirs, ours, requests: { apollo: many, ours: few } };
    },
  };
}

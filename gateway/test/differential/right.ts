import { typeTag } from '@praetor/authorization/type-tag';
import { type DocumentNode, execute, type GraphQLSchema, print } from 'graphql';
import type { Json } from '../fixtures/json.ts';
import { fakeWhole } from './fake-subgraph.ts';
import type { Seen } from './seen.ts';

/** What is right without faults, by graphql-js alone: no plan, no fetches, and the order of keys and the nulls of the specification. */
export function rightOver(supergraph: string, apiSchema: GraphQLSchema) {
  const whole = fakeWhole(supergraph);
  return async (document: DocumentNode, variables: Json): Promise<Seen> => {
    const { data } = whole({ query: print(document), variables });
    const result = await execute({
      schema: apiSchema,
      document,
      variableValues: variables,
      rootValue: data,
      fieldResolver: (source: Json, _args, _context, { path }) => source[path.key],
      typeResolver: (value: Json) => value[typeTag],
    });
    const errors = (result.errors ?? []).map(({ path }) => `INVALID_SUBGRAPH_VALUE ${path?.join('.') ?? ''}`);
    return { data: JSON.parse(JSON.stringify(result.data)), errors: errors.sort() };
  };
}

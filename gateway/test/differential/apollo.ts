import '../../src/no-apollo-telemetry.ts';
import { createHash } from 'node:crypto';
import { ApolloGateway } from '@apollo/gateway';
import { stripSecurityLinks } from '@praetor/authorization/security-links';
import { type DocumentNode, getOperationAST, GraphQLError, type GraphQLFormattedError, parse, print } from 'graphql';
import type { SubgraphAnswer, SubgraphRequest } from '../../src/data-source.ts';
import { nothingLeft } from '../../src/execution/conditions.ts';
import { plannerNames } from '../../src/execution/names.ts';
import type { Json } from '../fixtures/json.ts';

export type Ask = (subgraph: string, request: SubgraphRequest) => Promise<SubgraphAnswer>;

/** What Apollo's own executor answers; completions are what it says in `extensions.valueCompletion`. */
export interface ApolloAnswer {
  readonly data: Json;
  readonly errors: readonly GraphQLFormattedError[];
  readonly completions: readonly GraphQLFormattedError[];
}

const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** Apollo's gateway over the same subgraphs, planning the same names as ours. */
export async function apolloOver(supergraph: string, ask: Ask) {
  const gateway = new ApolloGateway({
    supergraphSdl: stripSecurityLinks(supergraph),
    logger: silent,
    buildService: ({ name }) => ({
      process: async ({ request: { query = '', variables } }) =>
        structuredClone(await ask(name, { query, variables: { ...variables } })),
    }),
  });
  const { schema } = await gateway.load();
  const names = plannerNames(parse(supergraph));
  return {
    schema,
    async run(document: DocumentNode, variables: Record<string, unknown>): Promise<ApolloAnswer> {
      const { document: safe, clientKey } = names.safe(document);
      const source = print(safe);
      const context = {
        request: { query: source, variables },
        document: safe,
        source,
        queryHash: createHash('sha256').update(source).digest('hex'),
        operationName: null,
        operation: getOperationAST(safe),
        context: {},
        schema,
        logger: silent,
        metrics: {},
      };
      // What its planner throws, Apollo's server answers.
      const {
        data,
        errors = [],
        extensions,
      } = await gateway
        .executor(context as never)
        .catch((error: Error) => ({ data: undefined, errors: [new GraphQLError(error.message)], extensions: undefined }));
      const completions = (extensions?.['valueCompletion'] ?? []) as readonly GraphQLFormattedError[];
      const back = (one: GraphQLFormattedError) => ({
        ...one,
        path: one.path?.map((part) => (typeof part === 'string' ? clientKey(part) : part)),
      });
      return {
        data: keysBack(data, clientKey),
        errors: errors.map((error) => back(error.toJSON?.() ?? { message: error.message })) as GraphQLFormattedError[],
        completions: completions.map((one) => back(one)) as GraphQLFormattedError[],
      };
    },
    stop: () => gateway.stop(),
  };
}

function keysBack(value: unknown, clientKey: (key: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => keysBack(item, clientKey));
  if (typeof value !== 'object' || value === null) return value;
  const result = {};
  // What ours asks for to know that there is an object has no name.
  const isAsked = (key: string): boolean => clientKey(key) !== '' && key !== nothingLeft;
  for (const [key, inner] of Object.entries(value).filter(([one]) => isAsked(one)))
    Object.defineProperty(result, clientKey(key), { value: keysBack(inner, clientKey), enumerable: true });
  return result;
}
